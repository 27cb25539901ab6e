import { lookup } from 'node:dns/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { literalRefusal, publicLookup } from './public-lookup.ts'

/** How far a download may go. */
export interface DownloadLimits {
  /** After decompression. */
  readonly maxBytes: number
  readonly timeoutMs: number
  /** Whether hosts of private networks, this machine among them, may be asked. */
  readonly allowPrivate: boolean
}

/** What was downloaded. */
export interface Downloaded {
  readonly bytes: Buffer
  /** Media type, in lower case, without parameters. */
  readonly type: string | undefined
  readonly charset: string | undefined
  /** Where it was in the end. */
  readonly address: string
}

/** Something cannot be downloaded, or may not. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError'
  readonly code = 'download'
}

const MAX_REDIRECTS = 5

/** Downloads what is at an `http(s):` address. @throws DownloadError with the reason, for people */
export async function download(address: string, limits: DownloadLimits): Promise<Downloaded> {
  const signal = AbortSignal.timeout(limits.timeoutMs)
  try {
    let target = new URL(address)
    for (let steps = 0; steps <= MAX_REDIRECTS; steps++) {
      const answer = await ask(target, { limits, signal })
      const { statusCode = 0, headers } = answer
      if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
        answer.destroy()
        target = new URL(headers.location, target)
        continue
      }
      if (statusCode !== 200) {
        answer.destroy()
        throw new DownloadError(`the server answers ${statusCode}`)
      }
      const bytes = await wholeBody(answer, limits.maxBytes)
      const [type, ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';')
      const charset = /charset\s*=\s*"?([\w.:-]+)/.exec(parameters.join(';'))?.[1]
      return { bytes, type: type?.trim() || undefined, charset, address: target.href }
    }
    throw new DownloadError(`more than ${MAX_REDIRECTS} redirects`)
  } catch (error) {
    if (error instanceof DownloadError) throw error
    if (signal.aborted) throw new DownloadError(`no answer within ${limits.timeoutMs / 1000} seconds`)
    throw new DownloadError(error instanceof Error ? error.message || error.name : String(error), { cause: error })
  }
}

function ask(
  target: URL,
  { limits, signal }: { readonly limits: DownloadLimits; readonly signal: AbortSignal },
): Promise<IncomingMessage> {
  if (!/^https?:$/.test(target.protocol)) throw new DownloadError(`${target.protocol} is not asked`)
  const refusal = limits.allowPrivate ? undefined : literalRefusal(target)
  if (refusal !== undefined) throw new DownloadError(refusal)
  const request = target.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    request(target, {
      signal,
      agent: false,
      headers: { 'User-Agent': 'courant', Accept: '*/*', 'Accept-Encoding': 'gzip, deflate, br' },
      ...(!limits.allowPrivate && { lookup: lookupPublic }),
    })
      .on('response', resolve)
      .on('error', reject)
      .end()
  })
}

const lookupPublic = publicLookup(host => lookup(host, { all: true }))

/** The body, decompressed, as far as the limit. */
async function wholeBody(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  const body = decompressed(answer)
  try {
    for await (const chunk of body) {
      length += chunk.length
      if (length > maxBytes) throw new DownloadError(`it is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB`)
      chunks.push(chunk)
    }
  } finally {
    answer.destroy()
    body.destroy()
  }
  return Buffer.concat(chunks)
}

const DECODERS: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])

function decompressed(answer: IncomingMessage): Readable {
  const coding = answer.headers['content-encoding']?.toLowerCase()
  if (coding === undefined || coding === 'identity') return answer
  const decoder = DECODERS.get(coding)?.()
  if (!decoder) throw new DownloadError(`it is encoded as ${coding}`)
  answer.on('error', error => decoder.destroy(error))
  return answer.pipe(decoder)
}
