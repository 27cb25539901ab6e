import type { IncomingHttpHeaders } from 'node:http'
import { feedLinks, type SiteAddress } from '../feed/feed-links.ts'
import { ASK_EACH_TIME, cacheControl } from '../output/cache-control.ts'
import type { ByteRange } from './byte-range.ts'
import { type HeaderBlock, SECURITY_BLOCK, searchBlock, sharingBlock } from './header-block.ts'
import type { Validators } from './preconditions.ts'
import type { PublishedFile } from './published-file.ts'
import { remembered } from './remembered.ts'
import { isShownAsAsked, shownAs } from './shown-as.ts'
import { type ContentCoding, isCompressible, wantedCoding } from './wanted-coding.ts'

/** A file as one client wants it (RFC 9110 §3.2): a type, a coding, and the headers that go with them, all made once. */
export interface Representation extends Validators {
  readonly coding: ContentCoding | undefined
  /** Undefined for what is sent from the disk. */
  readonly body: Buffer | undefined
  readonly size: number
  /** With the whole body. */
  readonly whole: HeaderBlock
  /** With 304: no more than a cache needs (RFC 9110 §15.4.5). */
  readonly notModified: HeaderBlock
  /** Where the body is that of another answer: the page for what is not there. */
  readonly described: HeaderBlock
}

/** Chooses the representation of a file that a client wants; where that is just being made, a promise that settles when it may be asked for again. */
export type Represent = (file: PublishedFile, headers: IncomingHttpHeaders) => Representation | Promise<unknown>

/**
 * Chooses representations, and keeps each for as long as its file is remembered: made for the first who asks, ready for all others. Under
 * another address of the site, all are made anew.
 */
export function representing(base: SiteAddress): Represent {
  let address = { ...base }
  let prepared = new WeakMap<PublishedFile, Choose>()
  return (file, headers) => {
    if (address.origin !== base.origin || address.basePath !== base.basePath || address.hub !== base.hub) {
      address = { ...base }
      prepared = new WeakMap()
    }
    const known = prepared.get(file)
    if (known) return known(headers)
    const security = file.scripts === 'search' ? searchBlock(address.basePath) : SECURITY_BLOCK
    const chosen = choosing(file, { link: feedLinks(address, `/${file.path}`), security })
    prepared.set(file, chosen)
    return chosen(headers)
  }
}

/** As `Represent`, of one file. */
type Choose = (headers: IncomingHttpHeaders) => Representation | Promise<unknown>

const codingWanted = remembered(wantedCoding)
const typeShown = remembered(type => remembered(accept => shownAs(type, accept)))

/** Headers that are the same in every representation of a file. */
interface OwnHeaders {
  readonly link: string | undefined
  readonly security: HeaderBlock
}

function choosing(file: PublishedFile, own: OwnHeaders): Choose {
  const typeWanted = isShownAsAsked(file.type) ? typeShown(file.type) : undefined
  const isCoded = isCompressible(file)
  const ready = new Map<ContentCoding | undefined, Representation>()
  const readyInOtherType = new Map<ContentCoding | undefined, Representation>()
  return headers => {
    const type = typeWanted?.(headers.accept ?? '*/*') ?? file.type
    const coding = isCoded ? codingWanted(headers['accept-encoding'] ?? '') : undefined
    const ofType = type === file.type ? ready : readyInOtherType
    const known = ofType.get(coding)
    // Made in the second of its publication, it has no date yet.
    if (known && (known.modifiedSeconds !== undefined || surelyModified(file) === undefined)) return known
    const coming = coding && file.coming(coding)
    if (coming) return coming
    const vary = [typeWanted && 'Accept', isCoded && 'Accept-Encoding'].filter(Boolean).join(', ')
    const made = represent(file, { type, coding, vary, ...own })
    ofType.set(coding, made)
    return made
  }
}

const TAG_SUFFIX = { br: '-br', gzip: '-gz' } as const satisfies Record<ContentCoding, string>

function represent(
  file: PublishedFile,
  {
    type,
    coding,
    vary,
    link,
    security,
  }: OwnHeaders & {
    readonly type: string
    readonly coding: ContentCoding | undefined
    readonly vary: string
  },
): Representation {
  const body = coding ? file.coded(coding) : file.body
  const size = body?.length ?? file.size
  // Other bytes or another type: another representation, so another strong entity tag (RFC 9110 §8.8.1, §8.8.3.3).
  const etag = file.etag.replace(/"$/, `${type === file.type ? '' : '-xml'}${coding ? TAG_SUFFIX[coding] : ''}"`)
  const modifiedSeconds = surelyModified(file)
  const described = [
    ...['Content-Type', type, 'Content-Length', String(size)],
    ...(coding ? ['Content-Encoding', coding] : []),
    ...(vary === '' ? [] : ['Vary', vary]),
  ]
  const sharing = sharingBlock(file.path)
  const validators = [
    ...['ETag', etag],
    ...(modifiedSeconds === undefined ? [] : ['Last-Modified', new Date(modifiedSeconds * 1000).toUTCString()]),
    ...['Cache-Control', file.status === 200 ? cacheControl(file.path) : ASK_EACH_TIME],
  ]
  return {
    etag,
    modifiedSeconds,
    coding,
    body,
    size,
    described,
    notModified: [...validators, ...sharing, ...(vary === '' ? [] : ['Vary', vary])],
    whole: [
      ...described,
      ...validators,
      ...(link === undefined ? [] : ['Link', link]),
      ...sharing,
      ...(coding || file.status !== 200 ? [] : ['Accept-Ranges', 'bytes']),
      ...security,
    ],
  }
}

/** The headers of a part (RFC 9110 §15.3.7), from those of the whole. */
export function partOf({ whole, size }: Representation, { start, end }: ByteRange): HeaderBlock {
  const at = whole.indexOf('Content-Length') + 1
  return [...whole.with(at, String(end - start + 1)), 'Content-Range', `bytes ${start}-${end}/${size}`]
}

/**
 * The second of a file's date, where that says which version it is. Dates of HTTP are whole seconds, and readers built on libcurl throw an
 * answer away that is dated as the last one was, whatever its entity tag: while this second may bring another version, there is no date.
 */
function surelyModified({ modifiedMs }: PublishedFile): number | undefined {
  const second = Math.floor(modifiedMs / 1000)
  return second < Math.floor(Date.now() / 1000) ? second : undefined
}
