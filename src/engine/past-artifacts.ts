import { type FormerPages, formerPages } from '../edition/former-pages.ts'
import { aliasPath, type Places, placesTaken } from '../edition/places-taken.ts'
import { hrefOf, type OutPath, outPathOf, type SitePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { Artifact, PageArtifact, TextArtifact } from '../model/artifact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { type Edition, FORMATS, feedPath } from '../model/edition.ts'
import { feedNames, frontsIn } from '../model/feed-names.ts'
import { once } from '../model/once.ts'
import type { PublicationRecord, RecordEntry } from '../model/record.ts'
import type { Site } from '../model/site.ts'
import { renderMoved } from '../page/redirect-page.ts'
import { artifactKey, frameKey } from '../plan/artifact-key.ts'

/** What the addresses of the past follow from. */
export interface PastInputs {
  readonly edition: Pick<Edition, 'lists' | 'channels'>
  /** Stories that are public, newest first, of which those are looked at that name aliases or had other addresses. */
  readonly stories: readonly Article[]
  readonly record: Pick<PublicationRecord, 'get'>
  /** The entries of the record that are public no more. */
  readonly goneEntries: readonly RecordEntry[]
  /** Older pages of lists that were published. */
  readonly listPages: FormerPages
  /** What stands at addresses of the present, feeds included; it goes before everything here. */
  readonly living: Living
  readonly site: Site
  readonly siteKey: string
  /** The hash of how pages look. */
  readonly lookKey: string
}

/** Files at addresses of the present. */
export interface Living {
  readonly has: (path: OutPath) => boolean
  /** Their places; asked for where there is a past. */
  readonly places: () => Places
}

/** What stands at the addresses of the past, and the redirects of `site.yaml` that lead from none of them. */
export interface Past {
  readonly artifacts: readonly (PageArtifact | TextArtifact)[]
  readonly diagnostics: readonly Diagnostic[]
}

interface Redirect {
  readonly from: SitePath
  readonly to: Pick<Article, 'permalink' | 'title' | 'lang'>
}

/**
 * What stands at addresses that stories had, that site.yaml names, or that were pages of lists: a redirect to where it leads now, as a page and in a `_redirects` file for
 * hosts that read one; or a page that says that it is gone.
 */
export function pastArtifacts(inputs: PastInputs): Past {
  const { edition, stories, record, goneEntries, listPages, living, site, siteKey, lookKey } = inputs
  const places = once(living.places)
  const own = placesTaken()
  const claim = (address: SitePath): boolean => {
    const path = aliasPath(address)
    if ((places().holderOf(path) ?? own.holderOf(path)) !== undefined) return false
    own.take(path, address)
    return true
  }
  const moved = stories.flatMap((to): readonly Redirect[] => {
    const former = record.get(to.id)?.former ?? NONE
    // Most stories never moved, and there are thousands.
    if (to.aliases.length + former.length === 0) return NONE
    return [...to.aliases, ...former].filter(claim).map(from => ({ from, to }))
  })
  const diagnostics: Diagnostic[] = []
  const told = [...site.redirects]
    .filter(([from]) => {
      const isFree = claim(from)
      if (!isFree) diagnostics.push(idleRedirect(from))
      return isFree
    })
    .map(([from, permalink]): Redirect => ({ from, to: { permalink, title: site.title, lang: site.lang } }))
  const redirects = [...moved, ...told]
  const gone = goneEntries.flatMap(({ permalink, former }) => [permalink, ...former].filter(claim))
  const listed = formerPages(listPages, { lists: edition.lists, cutting: site })
    .filter(({ from }) => claim(from))
    .map(({ from, to, list: { title, lang } }): Redirect => ({ from, to: { permalink: to, title, lang } }))
  const artifacts = [
    ...[...redirects, ...listed].map(redirect => redirectPage(redirect, { site, siteKey })),
    ...gone.map(address => gonePage(address, { ...frontPageOf(address, edition, site), site, siteKey, lookKey })),
  ]
  const past = new Set(artifacts.map(({ path }) => path))
  const has = (path: OutPath): boolean => living.has(path) || past.has(path)
  return { artifacts: [...artifacts, ...redirectsFile({ redirects, listed }, { has, edition, site })], diagnostics }
}

const NONE: readonly never[] = []

/** These artifacts, and the feeds of an edition, which are described later. */
export function livingIn(artifacts: () => Iterable<Pick<Artifact, 'path'>>, edition: Pick<Edition, 'channels'>): Living {
  const paths = once(() => new Set(Array.from(artifacts(), ({ path }) => path)))
  return livingAt({ has: path => paths().has(path), keys: () => paths() }, edition)
}

/** The same for callers that have the artifacts by path. */
export function livingAt(
  artifacts: { readonly has: (path: OutPath) => boolean; readonly keys: () => Iterable<OutPath> },
  { channels }: Pick<Edition, 'channels'>,
): Living {
  const feeds = new Set(feedPathsOf(channels))
  const places = (): Places => {
    const taken = placesTaken()
    for (const path of artifacts.keys()) taken.take(path, path)
    for (const path of feeds) taken.take(path, path)
    return taken
  }
  return { has: path => artifacts.has(path) || feeds.has(path), places }
}

/** Where the current documents of channels stand. */
export function feedPathsOf(channels: Edition['channels']): readonly OutPath[] {
  return channels.flatMap(channel => FORMATS.map(format => outPathOf(feedPath(channel, format))))
}

function idleRedirect(from: SitePath): Diagnostic {
  return {
    severity: 'warning',
    code: 'same-address',
    path: 'site.yaml',
    line: 1,
    column: 1,
    field: 'redirects',
    message: `what stands at ${from} goes before the redirect`,
    remedy: 'remove the redirect',
  }
}

function redirectPage({ from, to }: Redirect, { site, siteKey }: Pick<PastInputs, 'site' | 'siteKey'>): TextArtifact {
  const path = aliasPath(from)
  return {
    kind: 'text',
    of: 'redirect',
    path,
    key: artifactKey('moved', siteKey, to.permalink, to.title, to.lang),
    text: () => renderMoved(path, to, site),
    answer: { status: 301, to: to.permalink },
  }
}

/** What these hosts may take for a wildcard or a placeholder, wherever in a path. */
const PATTERN = /[*]|:[a-z]/i

/**
 * Netlify's, Cloudflare's and GitLab's form: from, to, status. What leads to feeds under other names comes after what the newsroom says, since the
 * first line that fits holds; what leads to pages of lists comes last, since there may be thousands and some hosts read no more than so many. None where the newsroom has a file of its own. Every other character that means something there is percent-encoded.
 * Encoded asterisks and colons would match nothing on some hosts and, decoded, everything on others: such a line is left out. The page at the old
 * address leads on all the same.
 */
function redirectsFile(
  { redirects, listed }: { readonly redirects: readonly Redirect[]; readonly listed: readonly Redirect[] },
  { has, edition, site }: Pick<PastInputs, 'edition' | 'site'> & { readonly has: (path: OutPath) => boolean },
): readonly TextArtifact[] {
  if (has('_redirects')) return []
  const linesOf = (pairs: readonly { readonly from: SitePath; readonly to: SitePath }[]): readonly string[] =>
    pairs
      .map(({ from, to }) => `${hrefOf(site, from)} ${hrefOf(site, to)}`)
      .filter(pair => !PATTERN.test(pair))
      .map(pair => `${pair} 301\n`)
      .sort()
  const pairsOf = (all: readonly Redirect[]): Parameters<typeof linesOf>[0] =>
    all.map(({ from, to }) => ({ from, to: to.permalink }))
  const lines = [pairsOf(redirects), feedNames({ has }, frontsIn(feedPathsOf(edition.channels))), pairsOf(listed)].flatMap(
    linesOf,
  )
  const text = lines.join('')
  return [{ kind: 'text', of: 'redirects', path: '_redirects', key: artifactKey('redirects', text), text: () => text }]
}

/** The front page of the language that an address belongs to, while it has one. */
function frontPageOf(
  address: SitePath,
  { lists }: Pick<Edition, 'lists'>,
  site: Site,
): { readonly lang: string; readonly home: SitePath } {
  const own = lists.find(({ kind, path }) => kind === 'home' && path !== '/' && address.startsWith(path))
  return own ? { lang: own.lang, home: own.path } : { lang: site.lang, home: '/' }
}

function gonePage(
  permalink: SitePath,
  { lang, home, site, siteKey, lookKey }: ReturnType<typeof frontPageOf> & Pick<PastInputs, 'site' | 'siteKey' | 'lookKey'>,
): PageArtifact {
  const page = {
    kind: 'gone',
    head: { lang, permalink, home, title: site.title, description: '', channels: [], translations: [] },
  } as const
  const key = frameKey(lookKey, artifactKey('page', siteKey, page))
  return {
    kind: 'page',
    path: aliasPath(permalink),
    of: page.kind,
    key,
    page: () => page,
    source: undefined,
    story: undefined,
    files: [],
    answer: { status: 410 },
  }
}
