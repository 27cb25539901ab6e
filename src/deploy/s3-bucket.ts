import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import type { PutObjectCommandInput } from '@aws-sdk/client-s3'
import { type BucketDelivery, shownDelivery } from '../model/delivery.ts'
import { diskRemedy, EnvironmentError, isSystemError } from '../platform/environment-error.ts'
import { wordsOf } from '../platform/words-of.ts'
import type { Bucket, StoredObject } from './bucket.ts'

const CONNECT_MS = 5_000
const IDLE_MS = 15_000
const ATTEMPTS = 4
const AGAIN_MS = 100

/**
 * Opens a bucket with what the environment says of who asks, as all of Amazon's own tools do. @throws EnvironmentError where the package that speaks S3
 * is not installed; so does everything that is done to the bucket where that fails
 */
export async function openBucket(delivery: BucketDelivery): Promise<Bucket & Disposable> {
  const { S3Client, DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } = await loadS3()
  const { bucket: Bucket, endpoint, region, prefix } = delivery
  const client = new S3Client({
    region: region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1',
    // Whoever else speaks S3 mostly knows a bucket by its path, and not by a name of its own.
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    maxAttempts: ATTEMPTS,
    // Not all who speak S3 know Amazon's newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: IDLE_MS },
    // Where nobody listens it writes what it says into the log, between lines that programs read.
    logger: { debug: unheard, info: unheard, warn: unheard, error: unheard },
  })
  const asked = async <T>(request: Promise<T>, key = ''): Promise<T> => {
    try {
      return await request
    } catch (error) {
      throw error instanceof EnvironmentError ? error : explained(error, { delivery, key })
    }
  }
  const put = async (key: string, object: StoredObject, more: Partial<PutObjectCommandInput> = {}): Promise<void> => {
    const headers = { Bucket, Key: prefix + key, ...headersOf(object), ...more }
    const { body } = object
    if (Buffer.isBuffer(body)) await client.send(new PutObjectCommand({ ...headers, Body: body, ContentLength: body.length }))
    else
      await fromDisk(body.file, (Body, abortSignal) =>
        client.send(new PutObjectCommand({ ...headers, Body, ContentLength: body.size }), { abortSignal }),
      )
  }
  return {
    put: (key, object) => asked(put(key, object), key),
    create: async (key, object) => {
      try {
        await put(key, object, { IfNoneMatch: '*' })
        return true
      } catch (error) {
        if (statusOf(error) === 412 || statusOf(error) === 409) return false
        throw explained(error, { delivery, key })
      }
    },
    get: async key => {
      try {
        const { Body, Metadata = {} } = await client.send(new GetObjectCommand({ Bucket, Key: prefix + key }))
        return { bytes: Buffer.from((await Body?.transformToByteArray()) ?? []), metadata: Metadata }
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined
        throw explained(error, { delivery, key })
      }
    },
    keys: async (start, after) => {
      const keys: string[] = []
      for (let isMore = true; isMore; ) {
        const last = keys.at(-1) ?? after
        const StartAfter = last === undefined ? undefined : prefix + last
        const list = new ListObjectsV2Command({ Bucket, Prefix: prefix + start, StartAfter })
        const { Contents = [], IsTruncated = false } = await asked(client.send(list))
        for (const { Key } of Contents) if (Key !== undefined) keys.push(Key.slice(prefix.length))
        isMore = IsTruncated && Contents.length > 0
      }
      return keys
    },
    remove: async key => void (await asked(client.send(new DeleteObjectCommand({ Bucket, Key: prefix + key })), key)),
    [Symbol.dispose]: () => client.destroy(),
  }
}

function unheard(): void {}

async function loadS3() {
  try {
    return await import('@aws-sdk/client-s3')
  } catch (error) {
    if (!isSystemError(error, 'ERR_MODULE_NOT_FOUND')) throw error
    throw new EnvironmentError('not-delivered', 'what speaks S3 is not installed beside Courant', {
      remedy: 'install it: npm install @aws-sdk/client-s3',
      cause: error,
    })
  }
}

/**
 * Sends a file that is too large to be read whole, and reads it from the beginning each time: a client cannot send again what it no longer has.
 * @throws EnvironmentError where the disk fails; nobody else listens to what reads it
 */
async function fromDisk(file: string, send: (body: Readable, signal: AbortSignal) => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const failing = new AbortController()
    const body = createReadStream(file).on('error', error => failing.abort(error))
    try {
      // An endpoint may answer before it has read anything, and then nobody hears that the file is not there.
      await once(body, 'open')
      await send(body, failing.signal)
      return
    } catch (error) {
      if (failing.signal.aborted) throw unread(failing.signal.reason)
      if (attempt === ATTEMPTS || (statusOf(error) ?? 500) < 500) throw error
      await pause(AGAIN_MS * 2 ** attempt)
    } finally {
      body.destroy()
    }
  }
}

function unread(cause: unknown): EnvironmentError {
  const remedy = diskRemedy(cause) ?? OTHERWISE
  return new EnvironmentError('not-delivered', `a file cannot be read: ${wordsOf(cause)}`, { remedy, cause })
}

function headersOf({ type, cacheControl, redirect, metadata }: StoredObject): Partial<PutObjectCommandInput> {
  return {
    ContentType: type,
    CacheControl: cacheControl,
    ...(redirect !== undefined && { WebsiteRedirectLocation: redirect }),
    ...(metadata && { Metadata: { ...metadata } }),
  }
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined
  const metadata = error.$metadata
  const isTold = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
  return isTold ? Number(metadata.httpStatusCode) : undefined
}

/** What to do about it, by how the failure is called. */
const REMEDIES: Readonly<Record<string, string>> = {
  CredentialsProviderError: 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or whatever else says who asks',
  InvalidAccessKeyId: 'see to AWS_ACCESS_KEY_ID',
  SignatureDoesNotMatch: 'see to AWS_SECRET_ACCESS_KEY, to the region, and to the clock of this machine',
  ...inCommon(['ExpiredToken', 'InvalidToken'], 'see to AWS_SESSION_TOKEN: it holds for a while only'),
  RequestTimeTooSkewed: 'set the clock of this machine right',
  AccessDenied: 'let who asks list the bucket, and get, put and delete objects in it',
  ...inCommon(['NoSuchBucket', 'InvalidBucketName'], 'make the bucket, or mend its name in courant.yaml'),
  ...inCommon(['PermanentRedirect', 'AuthorizationHeaderMalformed'], "write the bucket's own region in courant.yaml"),
  ...inCommon(['QuotaExceeded', 'XMinioStorageFull'], 'make room there'),
  EntityTooLarge: 'it takes no file of that size: make it smaller, or link to it elsewhere',
  KeyTooLongError: 'give the file a shorter name',
  NotImplemented: 'it must know If-None-Match where an object is put: deliver to a newer version of it, or to another',
}

function inCommon(names: readonly string[], remedy: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map(name => [name, remedy]))
}

const OTHERWISE = 'it is tried again; if it stays so, see to the network and to the endpoint in courant.yaml'

/** `key` is what was asked for; empty for a list. */
function explained(
  error: unknown,
  { delivery, key }: { readonly delivery: BucketDelivery; readonly key: string },
): EnvironmentError {
  const name = error instanceof Error ? error.name : ''
  return new EnvironmentError(
    'not-delivered',
    `${shownDelivery(delivery)}${key} refuses or cannot be reached: ${isOfS3(error) ? toldIn(error) : elsewise(error)}`,
    { remedy: REMEDIES[name] ?? OTHERWISE, cause: error },
  )
}

/** Whether it is an answer that S3 could give, or none at all. */
function isOfS3(error: unknown): boolean {
  return !(error instanceof Error && /Deserialization error|^UnknownError$/.test(error.message))
}

function elsewise(error: unknown): string {
  return `what answers there is no S3 (status ${statusOf(error)})`
}

function toldIn(error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
  return [...(name === 'Error' || message.startsWith(name) ? [] : [name]), ...(message ? [message] : [])].join(': ')
}
