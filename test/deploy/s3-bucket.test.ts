import { createServer } from 'node:http'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { BucketManifest } from '../../src/deploy/bucket-manifest.ts'
import { openBucket } from '../../src/deploy/s3-bucket.ts'
import type { BucketDelivery } from '../../src/model/delivery.ts'

const OTHERWISE = 'it is tried again; if it stays so, see to the network and to the endpoint in courant.yaml'

/** A server that answers whatever S3 is asked with one of its errors, until the test ends. */
async function refusing(code: string, status = 403): Promise<BucketDelivery> {
  return await answering(status, `<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`)
}

/** The same with whatever body. */
async function answering(status: number, body: string): Promise<BucketDelivery> {
  const server = createServer((_, response) => response.writeHead(status, { 'Content-Type': 'application/xml' }).end(body))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close().closeAllConnections())
  const bound = server.address()
  return deliveryTo(`http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}`)
}

function deliveryTo(endpoint: string): BucketDelivery {
  return { kind: 's3', bucket: 'news', endpoint, region: undefined, prefix: '', feedCopies: false }
}

async function listed(delivery: BucketDelivery): Promise<readonly string[]> {
  using bucket = await openBucket(delivery)
  return await bucket.keys('')
}

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'courant')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
})
afterEach(() => void vi.unstubAllEnvs())

test.each([
  ['InvalidAccessKeyId', 403, 'see to AWS_ACCESS_KEY_ID'],
  ['SignatureDoesNotMatch', 403, 'see to AWS_SECRET_ACCESS_KEY, to the region, and to the clock of this machine'],
  ['AccessDenied', 403, 'let who asks list the bucket, and get, put and delete objects in it'],
  ['NoSuchBucket', 404, 'make the bucket, or mend its name in courant.yaml'],
  ['PermanentRedirect', 301, "write the bucket's own region in courant.yaml"],
  ['AuthorizationHeaderMalformed', 400, "write the bucket's own region in courant.yaml"],
  ['ExpiredToken', 400, 'see to AWS_SESSION_TOKEN: it holds for a while only'],
  ['RequestTimeTooSkewed', 403, 'set the clock of this machine right'],
  ['XMinioStorageFull', 507, 'make room there'],
  ['EntityTooLarge', 400, 'it takes no file of that size: make it smaller, or link to it elsewhere'],
  ['NotImplemented', 501, 'it must know If-None-Match where an object is put: deliver to a newer version of it, or to another'],
  ['KeyTooLongError', 400, 'give the file a shorter name'],
  ['MethodNotAllowed', 405, OTHERWISE],
])('openBucket: says what to do where S3 answers %s', async (code, status, remedy) => {
  await expect(listed(await refusing(code, status))).rejects.toMatchObject({
    code: 'not-delivered',
    message: `s3://news/ refuses or cannot be reached: ${code}: No.`,
    remedy,
  })
})

test('openBucket: names the file that is refused', async () => {
  using bucket = await openBucket(await refusing('AccessDenied'))
  const object = { body: Buffer.from('a'), type: 'text/plain', cacheControl: 'no-cache' }
  const message = 's3://news/a/b.txt refuses or cannot be reached: AccessDenied: No.'
  await expect(bucket.put('a/b.txt', object)).rejects.toMatchObject({ message })
  await expect(bucket.remove('a/b.txt')).rejects.toMatchObject({ message })
})

test('openBucket: a large file that cannot be read is told, and ends nothing', async () => {
  using bucket = await openBucket(await answering(200, ''))
  const film = { type: 'video/mp4', cacheControl: 'no-cache' }
  await expect(bucket.put('film.mp4', { ...film, body: { file: '/nowhere/film.mp4', size: 9_000_000 } })).rejects.toMatchObject(
    {
      message: "a file cannot be read: ENOENT: no such file or directory, open '/nowhere/film.mp4'",
      remedy: 'see what is missing: a folder, a mount, or what a link leads to',
    },
  )
})

test.each([
  ['a page', 200, '<!doctype html><html><title>News<br></html>'],
  ['a page that is not there', 404, '<!doctype html><html><title>News<br></html>'],
  ['a redirect', 302, ''],
])('openBucket: says that it is no S3 that answers with %s', async (_, status, body) => {
  await expect(listed(await answering(status, body))).rejects.toMatchObject({
    message: `s3://news/ refuses or cannot be reached: what answers there is no S3 (status ${status})`,
    remedy: OTHERWISE,
  })
})

test('BucketManifest: takes nothing for noted that is not there, as with who answers everything with 200', async () => {
  using bucket = await openBucket(await answering(200, ''))
  const manifest = await BucketManifest.read(bucket)
  await expect(manifest.save(0)).rejects.toMatchObject({
    message: '.courant/manifest-000000000001.jsonl.gz was taken, and is not there',
    remedy: 'see to the endpoint in courant.yaml: what answers there is no S3, or keeps nothing',
  })
})

test('openBucket: says what to do where nobody listens', async () => {
  await expect(listed(deliveryTo('http://127.0.0.1:1'))).rejects.toMatchObject({
    message: expect.stringMatching(/^s3:\/\/news\/ refuses or cannot be reached: .*ECONNREFUSED/),
    remedy: OTHERWISE,
  })
})

test('openBucket: says what to do where the environment does not say who asks', async () => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('HOME', '/nonexistent')
  await expect(listed(await refusing('AccessDenied'))).rejects.toMatchObject({
    message: expect.stringMatching(/^s3:\/\/news\/ refuses or cannot be reached: CredentialsProviderError: ./),
    remedy: 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or whatever else says who asks',
  })
})
