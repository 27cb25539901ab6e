import type { SitePath } from '../model/address.ts'
import { addressKey } from './old-address.ts'
import type { ImportPlan } from './plan-import.ts'
import type { FileOrigin, Source, SourceStory } from './source.ts'

/** What an address in a story means, once the story is in a newsroom. */
export type Lead =
  | { readonly kind: 'story'; readonly href: string }
  | { readonly kind: 'file'; readonly origin: FileOrigin; readonly otherwise: string }
  | { readonly kind: 'elsewhere'; readonly href: string }
  /** Of the old site, and of nothing that was carried over. */
  | { readonly kind: 'lost'; readonly href: string }
  | { readonly kind: 'unsafe' }

/** What addresses of an import are looked up in. */
export interface AddressBook {
  readonly source: Source
  readonly plan: Pick<ImportPlan, 'addresses' | 'hosts'>
  /** Whether a file of this name may be published with an article. */
  readonly isPublishable: (name: string) => boolean
}

/** Where an address in a story leads: to another story, to a file that has to come along, or elsewhere. */
export function leadOf(
  written: string,
  { use, story, book }: { readonly use: 'link' | 'media'; readonly story: SourceStory; readonly book: AddressBook },
): Lead {
  const address = written.trim()
  if (address === '' || address.startsWith('#')) return { kind: 'elsewhere', href: address }
  const named = use === 'link' ? book.source.addressOfFile?.(address, story) : undefined
  const whole = named === undefined ? address : named + (/#.*$/.exec(address)?.[0] ?? '')
  const url = URL.parse(whole, story.base ?? story.address ?? book.source.home)
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(address)?.[1]?.toLowerCase()
  if (scheme !== undefined && !/^https?$/.test(scheme))
    return use === 'link' && /^(mailto|tel)$/.test(scheme) ? { kind: 'elsewhere', href: address } : { kind: 'unsafe' }
  const hash = url?.hash ?? ''
  if (url) url.hash = ''
  const permalink = url ? book.plan.addresses.get(addressKey(url.href)) : undefined
  if (permalink !== undefined && use === 'link') return { kind: 'story', href: inPage(permalink) + hash }
  const isOwn = url === null || book.plan.hosts.has(url.host.replace(/^www\./, ''))
  const href = url === null ? address : url.href + hash
  const origin = use === 'media' || isOwn ? book.source.fileAt(address, story) : undefined
  if (origin && (use === 'media' || book.isPublishable(nameIn(origin)))) return { kind: 'file', origin, otherwise: href }
  return isOwn ? { kind: 'lost', href } : { kind: 'elsewhere', href }
}

/** The permalink as a text holds it. */
function inPage(permalink: SitePath): string {
  return permalink.replace(/[\s<>()%]/g, encodeURIComponent)
}

/** The name of the file at an origin. */
export function nameIn(origin: FileOrigin): string {
  const path = origin.kind === 'file' ? origin.path : (URL.parse(origin.url)?.pathname ?? '')
  return path.slice(path.lastIndexOf('/') + 1)
}

/** What tells one origin from another. */
export function originKey(origin: FileOrigin): string {
  return origin.kind === 'file' ? `file:${origin.path}` : origin.url
}
