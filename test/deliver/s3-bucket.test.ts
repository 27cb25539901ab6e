import { createServer } from 'node:http'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { openBucket } from '../../src/deliver/s3-bucket.ts'
import type { BucketDelivery } from '../../src/model/delivery.ts'

const OTHERWISE = 'it is tried again; if it stays so, see to the network and to the endpoint in courant.yaml'

/** A server that answers whatever S3 is asked with one of its errors, until the test ends. */
async function refusing(code: string, status = 403): Promise<BucketDelivery> {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`
  const server = createServer((_, response) => response.writeHead(status, { 'Content-Type': 'application/xml' }).end(body))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close().closeAllConnections())
  const bound = server.address()
  return deliveryTo(`http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}`)
}

function deliveryTo(endpoint: string): BucketDelivery {
  return { kind: 's3', bucket: 'news', endpoint, region: undefined, prefix: '' }
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
  ['MethodNotAllowed', 405, OTHERWISE],
])('openBucket: says what to do where S3 answers %s', async (code, status, remedy) => {
  await expect(listed(await refusing(code, status))).rejects.toMatchObject({
    code: 'not-delivered',
    message: `s3://news/ refuses or cannot be reached: ${code}: No.`,
    remedy,
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
