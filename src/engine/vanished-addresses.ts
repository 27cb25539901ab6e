import { aliasPath } from '../edition/places-taken.ts'
import { type OutPath, outPathOf, type SitePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { archivePath, type Edition, FORMATS, feedPath } from '../model/edition.ts'
import { RESERVED_NAMES } from '../model/made-files.ts'
import type { PublicationRecord } from '../model/record.ts'
import type { Site } from '../model/site.ts'

/** What an edition leaves standing. */
export interface Standing {
  readonly edition: Pick<Edition, 'channels' | 'standing' | 'released'>
  readonly site: Pick<Site, 'redirects'>
  /** Whose stories' addresses lead on, or say that they are gone. */
  readonly record: PublicationRecord
  /** Files passed through. */
  readonly statics: Iterable<OutPath>
  /** What stays though nothing of this edition makes it. */
  readonly kept: ReadonlySet<OutPath>
  /** Whether something stays as it stands, with its address; nothing does when absent. */
  readonly stays?: (path: OutPath) => boolean
}

/**
 * Feeds and standing pages that were published (`before`: what stands in `out/` as pages and files) and have no address any more. Stories
 * are known to the record and leave redirects by themselves; of these nobody would hear but who follows them.
 */
export function vanishedAddresses(before: ReadonlySet<OutPath>, standing: Standing): readonly Diagnostic[] {
  const { stays = () => false } = standing
  const isLeft = (path: OutPath): boolean => !stays(path) && (isFeed(path, before) || isStandingPage(path, before))
  const candidates = [...before].filter(isLeft)
  if (candidates.length === 0) return []
  const now = addressesNow(standing)
  // Mostly there are none, and of ten thousand stories all former addresses need not be looked through.
  const left = candidates.filter(path => !now.has(path))
  if (left.length === 0) return []
  const past = addressesOfThePast(standing)
  const isGone = (path: OutPath): boolean => !now.has(path) && !past.has(path)
  const feeds = left.filter(path => FEED.test(path) && FORMATS.some(format => isGone(besideFeed(path, format))))
  const folders = new Set(feeds.map(path => path.replace(FEED, '')))
  const pages = left.filter(path => !FEED.test(path) && isGone(path))
  const isNew = ({ permalink }: { readonly permalink: SitePath }): boolean => !before.has(outPathOf(permalink))
  const came = standing.edition.standing.filter(isNew)
  const heir = pages.length === 1 && came.length === 1 ? came[0]?.permalink : undefined
  return [
    ...[...folders].filter(folder => !wholesOf(folder).some(whole => folders.has(whole))).map(vanishedFeeds),
    ...pages.map(path => vanishedPage(path, heir)),
  ]
}

/** The JSON Feed of a channel, which stands for its three documents: archives come and go. */
const FEED = /(?<!(?:^|\/)archive\/[^/]+\/)feed\.json$/

function isFeed(path: OutPath, before: ReadonlySet<OutPath>): boolean {
  return FEED.test(path) && FORMATS.every(format => before.has(besideFeed(path, format)))
}

function besideFeed(json: OutPath, format: (typeof FORMATS)[number]): OutPath {
  return feedPath({ path: `/${json.replace(FEED, '')}` }, format).slice(1)
}

function addressesNow({ edition, statics, kept }: Standing): ReadonlySet<OutPath> {
  return new Set([
    ...kept,
    ...statics,
    ...edition.channels.flatMap(channel => FORMATS.map(format => feedPath(channel, format).slice(1))),
    ...[...edition.standing, ...edition.released].map(({ permalink }) => outPathOf(permalink)),
  ])
}

/** Where something leads on, or says that it is gone. */
function addressesOfThePast({ edition, site, record }: Standing): ReadonlySet<OutPath> {
  const stories = [...record.values()].flatMap(({ permalink, former }) => [permalink, ...former])
  const aliases = edition.released.flatMap(story => story.aliases)
  return new Set([...stories, ...aliases, ...site.redirects.keys()].map(aliasPath))
}

/** A page that is no list: these go with their feeds. */
function isStandingPage(path: OutPath, before: ReadonlySet<OutPath>): boolean {
  if (!path.endsWith('/index.html')) return false
  const [first = '', second = ''] = path.split('/')
  const isFront = before.has(outPathOf(archivePath(`/${path.replace(/index\.html$/, '')}`)))
  const isInLanguage = before.has(outPathOf(archivePath(`/${first}/`)))
  return !isFront && !RESERVED_NAMES.has(isInLanguage ? second : first)
}

/** Of a topic in a language, the channels that it is a part of: their own word is enough. */
function wholesOf(folder: string): readonly string[] {
  const [first = '', ...rest] = folder.split('/')
  return rest.length > 2 ? [`${first}/`, rest.join('/')] : []
}

function vanishedFeeds(folder: string): Diagnostic {
  const [, whole = ''] = wholesOf(folder)
  const leading = `lead them on: redirects: { /${folder}feed.rss: /${whole}feed.rss }, and the same for feed.atom and feed.json`
  return {
    ...AT_SITE,
    message: `the feeds at /${folder} were published and are no more: who follows them gets an error`,
    remedy: whole === '' ? `${declaring(folder)}, and they stay though they are empty; or ${leading}` : leading,
  }
}

/** How a channel keeps its feeds though it has no story. */
function declaring(folder: string): string {
  const [kind = '', name = ''] = folder.split('/')
  if (kind === 'topics') return `declare topics: { ${name}: { title: … } }`
  if (kind === 'authors') return `declare authors: { ${name}: { name: … } }`
  if (kind === 'sections') return `declare sections: { ${name}: {} }`
  return `add ${kind} to languages`
}

function vanishedPage(path: OutPath, heir: SitePath | undefined): Diagnostic {
  const address = `/${path.replace(/index\.html$/, '')}`
  return {
    ...AT_SITE,
    field: 'redirects',
    message: `the page ${address} was published and is no more: links to it lead nowhere`,
    remedy: `put it back, or lead them on: redirects: { ${address}: ${heir ?? '/'} }`,
  }
}

const AT_SITE = { severity: 'warning', code: 'removed', path: 'site.yaml', line: 1, column: 1 } as const
