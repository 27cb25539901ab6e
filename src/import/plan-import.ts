import { hash } from 'node:crypto'
import { isStandingPage, type SitePath, type SourcePath } from '../model/address.ts'
import type { Site } from '../model/site.ts'
import { addressKey } from './old-address.ts'
import { type Claim, claimer, oldRedirects } from './old-redirects.ts'
import { leadingEditions, type Placement, placeStory } from './place-story.ts'
import type { Loss, Source, SourceStory } from './source.ts'

/** A story or page that the newsroom has already. */
export interface KnownArticle {
  readonly path: SourcePath
  readonly permalink: SitePath
  readonly title: string
  /** The id in its front matter. */
  readonly id: string | undefined
}

/** The newsroom that a source is imported into. */
export interface ReceivingNewsroom {
  readonly site: Site
  readonly articles: readonly KnownArticle[]
  /** What a new newsroom has until its author writes something: none of its articles. */
  readonly placeholders: readonly KnownArticle[]
  /** Every other file that is there, readable or not, in lower case. */
  readonly paths: ReadonlySet<string>
}

/** A story with its place in the newsroom. */
export interface PlacedStory extends Placement {
  readonly story: SourceStory
  readonly id: string | undefined
  readonly aliases: readonly SitePath[]
  readonly canonical: string | undefined
  readonly losses: readonly string[]
}

/** What an import would do. */
export interface ImportPlan {
  readonly placed: readonly PlacedStory[]
  /** Stories that are in the newsroom already, which stay as they are. */
  readonly present: readonly { readonly from: string; readonly path: SourcePath }[]
  /** Placeholders of the newsroom that give way. */
  readonly replaced: readonly SourcePath[]
  readonly losses: readonly Loss[]
  /** Where each old address leads now, by its key. */
  readonly addresses: ReadonlyMap<string, SitePath>
  /** Hosts, without `www.`, that were the source's own. */
  readonly hosts: ReadonlySet<string>
}

type Found = Placement & { readonly story: SourceStory; readonly id: string | undefined }

/**
 * Gives every story of a source its place, id and old addresses. `ids` says by what ids subscribers know addresses, where a feed
 * was named that tells. The same source and newsroom give the same plan; what is there already is never touched.
 */
export function planImport(source: Source, newsroom: ReceivingNewsroom, ids: ReadonlyMap<string, string>): ImportPlan {
  const { site } = newsroom
  const hosts = ownHosts(source)
  const leadOf = leadingEditions(source.stories, site)
  const known = knownIn(newsroom)
  const seen = new Map<string, string>()
  const found: Found[] = []
  const present: { readonly from: string; readonly path: SourcePath }[] = []
  const losses: Loss[] = [...source.losses]
  const addresses = new Map<string, SitePath>()
  for (const story of source.stories) {
    const id = story.kind === 'page' ? undefined : idOf(story, { ids, idPrefix: site.idPrefix })
    const twin = id === undefined ? undefined : seen.get(id)
    if (twin !== undefined) {
      losses.push({ from: story.from, what: `left out: ${twin} has the same id, ${id}` })
      continue
    }
    if (id !== undefined) seen.set(id, story.from)
    const olds = [story.address, ...story.aliases].filter(old => old !== undefined && isOwn(old, hosts))
    const own = { ...story, address: olds.includes(story.address) ? story.address : undefined }
    const lead = leadOf(story)
    const there = known.article(own, id, placeStory(own, { site, lead, isFree: () => true }))
    const placement = there ?? placeStory(own, { site, lead, isFree: known.isFree })
    known.take(placement)
    for (const old of olds) addresses.set(addressKey(old ?? ''), placement.permalink)
    if (there) present.push({ from: story.from, path: there.path })
    else if ('folder' in placement) found.push({ ...placement, story, id })
  }
  const claim = claimer(known.permalinks)
  const placed = found.map(item => withRedirects(item, { site, hosts, claim }))
  return { placed, present, replaced: replacedBy(placed, newsroom), losses, addresses, hosts }
}

/** A placeholder gives way to what takes its address, and one that is a story to any story. */
function replacedBy(placed: readonly PlacedStory[], { placeholders }: ReceivingNewsroom): readonly SourcePath[] {
  const hasStories = placed.some(({ story }) => story.kind === 'story')
  const taken = new Set(placed.map(({ permalink }) => permalink))
  return placeholders
    .filter(({ path, permalink }) => taken.has(permalink) || (hasStories && !isStandingPage(path)))
    .map(({ path }) => path)
}

/** What is in the newsroom, and what this import adds to it. */
function knownIn({ articles, paths }: ReceivingNewsroom) {
  const byId = new Map(articles.flatMap(article => (article.id === undefined ? [] : [[article.id, article] as const])))
  const byPath = new Map(articles.map(article => [article.path.toLowerCase(), article]))
  const takenPaths = new Set(paths)
  const permalinks = new Set<string>(articles.map(({ permalink }) => permalink.toLowerCase()))
  return {
    permalinks,
    /** The article that is this story: by its id, or, where it has none, by place and title. */
    article: (story: SourceStory, id: string | undefined, { path }: Placement): KnownArticle | undefined => {
      const there = byPath.get(path.toLowerCase())
      const isSame = there?.id === undefined && (story.kind === 'page' || there?.title === story.title)
      return (id === undefined ? undefined : byId.get(id)) ?? (isSame ? there : undefined)
    },
    isFree: ({ path, permalink }: Placement): boolean =>
      !takenPaths.has(path.toLowerCase()) && !permalinks.has(permalink.toLowerCase()),
    take: ({ path, permalink }: Pick<Placement, 'path' | 'permalink'>): void => {
      takenPaths.add(path.toLowerCase())
      permalinks.add(permalink.toLowerCase())
    },
  }
}

function withRedirects(
  item: Found,
  { site, hosts, claim }: { readonly site: Site; readonly hosts: ReadonlySet<string>; readonly claim: Claim },
): PlacedStory {
  const { story, permalink } = item
  const all = [story.address, ...story.aliases].filter(old => old !== undefined)
  const { aliases, losses } = oldRedirects(story, { olds: all.filter(old => isOwn(old, hosts)), permalink, site, claim })
  const elsewhere = all.find(old => !isOwn(old, hosts))
  return { ...item, aliases, canonical: story.canonical ?? elsewhere, losses: [...story.losses, ...losses] }
}

/** What subscribers know it by; for a story that came without anything of the kind, a name made of what it says. */
function idOf(
  { id, address, title, date, body }: SourceStory,
  { ids, idPrefix }: { readonly ids: ReadonlyMap<string, string>; readonly idPrefix: string },
): string {
  const told = address === undefined ? undefined : ids.get(addressKey(address))
  return told ?? id ?? `${idPrefix}import:${hash('sha256', JSON.stringify([title, date, body.text]), 'hex').slice(0, 24)}`
}

/** The hosts of the source itself: the one that it names, and the one at which most of its stories stood. */
function ownHosts({ home, stories }: Source): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const { address } of stories) {
    const host = hostOf(address)
    if (host !== undefined) counts.set(host, (counts.get(host) ?? 0) + 1)
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1])
  const own = hostOf(home)
  return new Set([...(own === undefined ? [] : [own]), ...(most ? [most[0]] : [])])
}

function hostOf(address: string | undefined): string | undefined {
  return address === undefined ? undefined : URL.parse(address)?.host.replace(/^www\./, '')
}

/** Whether an address is within the source's own site; so is one that names no host. */
function isOwn(address: string | undefined, hosts: ReadonlySet<string>): boolean {
  const host = hostOf(address)
  return host === undefined || hosts.has(host)
}
