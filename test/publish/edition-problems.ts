import { Parser } from 'htmlparser2'
import type { Site } from '../../src/model/site.ts'
import { problemsAcrossFormats } from '../readers/cross-format.ts'
import type { FeedDocument } from '../readers/feed-document.ts'
import { disagreementsOn } from '../readers/read-back.ts'
import { problemsOfFeed } from '../readers/validate.ts'

/** What was published, by path. */
export type Tree = ReadonlyMap<string, Buffer>

/** Everything that is wrong with a published site as a whole: its feeds, and every link within it. Empty when all is right. */
export async function problemsOfEdition(
  out: Tree,
  { site, asOf }: { readonly site: Site; readonly asOf: number },
): Promise<string[]> {
  const problems = linkProblems(out, site)
  for (const folder of feedFolders(out)) {
    const document = (file: string): FeedDocument => feedDocument(out, { path: `${folder}${file}`, site })
    const [rss, atom, json] = [document('feed.rss'), document('feed.atom'), document('feed.json')]
    for (const each of [rss, atom, json]) {
      problems.push(...(await problemsOfFeed({ ...each, asOf: new Date(asOf).toISOString() })))
      problems.push(...(await disagreementsOn(each)))
    }
    problems.push(...(await problemsAcrossFormats({ rss, atom, json })).map(problem => `${folder}: ${problem}`))
  }
  return problems
}

/** The folders with feeds in them: empty for the site's own, `topics/ports/`. */
function feedFolders(out: Tree): readonly string[] {
  return [...out.keys()].filter(path => /(^|\/)feed\.atom$/.test(path)).map(path => path.slice(0, -'feed.atom'.length))
}

/** A published feed as it is served. */
export function feedDocument(
  out: Tree,
  { path, site }: { readonly path: string; readonly site: Pick<Site, 'origin' | 'basePath'> },
): FeedDocument {
  const content = out.get(path)?.toString('utf8')
  if (content === undefined) throw new Error(`${path} was not published`)
  return { name: path, content, url: `${site.origin}${site.basePath}/${path.split('/').map(encodeURIComponent).join('/')}` }
}

/** Links of pages and feeds into the site that lead nowhere, and fragments that name no element of their page. */
export function linkProblems(out: Tree, site: Pick<Site, 'origin' | 'basePath'>): string[] {
  return [...out].flatMap(([path, bytes]) =>
    addressesIn(path, bytes.toString('utf8')).flatMap(address => problemOfAddress(address, { path, out, site })),
  )
}

function problemOfAddress(
  address: string,
  { path, out, site }: { readonly path: string; readonly out: Tree; readonly site: Pick<Site, 'origin' | 'basePath'> },
): readonly string[] {
  const url = URL.parse(address, `${site.origin}${site.basePath}/${path}`)
  if (!url) return [`${path}: "${address}" is no address`]
  if (url.origin !== site.origin || !/^https?:$/.test(url.protocol)) return []
  if (url.pathname !== site.basePath && !url.pathname.startsWith(`${site.basePath}/`))
    return /^https?:/.test(address) ? [] : [`${path}: "${address}" leads out of the site's base path`]
  const within = decodeURIComponent(url.pathname.slice(site.basePath.length + 1))
  const target = within === '' || within.endsWith('/') ? `${within}index.html` : within
  const found = out.get(target)
  if (!found) return [`${path}: "${address}" leads nowhere`]
  const id = decodeURIComponent(url.hash.slice(1))
  if (id !== '' && !idsIn(found.toString('utf8')).has(id)) return [`${path}: "${address}" names no element`]
  return []
}

/** Every address that a published file names, wherever one can stand. */
function addressesIn(path: string, text: string): readonly string[] {
  if (path.endsWith('.html')) return addressesInHtml(text)
  // The scheme of a category is a name, not a link (RFC 4287 §4.2.2.2).
  if (/\.(rss|atom)$/.test(path)) return [...absoluteIn(text.replaceAll('&#x26;', '&').replace(/ scheme="[^"]*"/g, ''))]
  if (/feed\.json$/.test(path)) return [...absoluteIn(JSON.stringify(JSON.parse(text)))]
  return []
}

const ATTRIBUTES = ['href', 'src', 'poster', 'cite', 'data', 'action'] as const

function addressesInHtml(html: string): readonly string[] {
  const addresses: string[] = []
  new Parser({
    onopentag(name, attributes) {
      for (const attribute of ATTRIBUTES) if (attributes[attribute] !== undefined) addresses.push(attributes[attribute])
      const candidates = attributes.srcset?.split(',') ?? []
      addresses.push(...candidates.map(candidate => candidate.trim().split(/\s/)[0] ?? ''))
      if (name === 'meta' && /^(og:(url|image)|refresh)$/.test(attributes.property ?? attributes['http-equiv'] ?? ''))
        addresses.push((attributes.content ?? '').replace(/^\d+; *url=/i, ''))
    },
  }).end(html)
  return addresses
}

/** Web addresses in the text of a feed, up to the quotation mark, bracket or blank that ends them. */
function absoluteIn(text: string): Iterable<string> {
  return [...text.matchAll(/https?:\/\/[^\s"'<>\\]+/g)].map(([address]) => address.replace(/(&(#x?\w+|\w+);?)+.*$/, ''))
}

function idsIn(html: string): ReadonlySet<string> {
  const ids = new Set<string>()
  new Parser({
    onopentag(_name, attributes) {
      if (attributes.id !== undefined) ids.add(attributes.id)
    },
  }).end(html)
  return ids
}
