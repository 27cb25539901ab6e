import { permalinkOf } from '../article/permalink.ts'
import { discoveryFiles } from '../discovery/discovery-files.ts'
import { editionAt } from '../edition/edition-at.ts'
import { pagesOf } from '../edition/pages-of.ts'
import { ARTIFACT_KINDS, describeKinds } from '../engine/artifact-kinds.ts'
import { type ComputedEdition, filesBeside } from '../engine/build.ts'
import { readName } from '../fields/read-name.ts'
import type { Targets } from '../links/targets.ts'
import { type SitePath, type SourcePath, sitePathOf } from '../model/address.ts'
import { kindOf } from '../model/artifact.ts'
import { type Edition, FORMATS, feedPath } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import { MADE } from '../model/made-files.ts'
import type { Site } from '../model/site.ts'
import type { ReadNewsroom } from '../sources/read-newsroom.ts'
import { editionStories } from '../stories/edition-stories.ts'

// The last instant of ECMAScript's time values.
const END_OF_TIME: Instant = 8_640_000_000_000_000

/**
 * Everything that an address in a body can lead to once all stories are out, drafts too: whether it is out in time is another
 * question. A file with errors counts as the story that it will be when they are mended.
 */
export function checkTargets(
  computed: ComputedEdition,
  { site, read }: { readonly site: Site; readonly read: ReadNewsroom },
): Targets {
  const { articles, standing, sources } = read.newsroom
  const pages = new Map<SourcePath, SitePath>([...articles, ...standing].map(({ path, permalink }) => [path, permalink]))
  for (const path of sources) if (!pages.has(path)) pages.set(path, likelyAddress(path, site))
  const everything = withEverythingOut(computed, site)
  const listed = withoutStories(everything)
  const addresses = new Set<SitePath>([
    ...pages.values(),
    ...Array.from(pagesOf(listed, { site, images: new Map(), stories: editionStories(listed) }), ({ permalink }) => permalink),
    ...everything.channels.flatMap(channel => FORMATS.map(format => feedPath(channel, format))),
    ...filesOf(everything, { site, read, computed }),
    ...articles.flatMap(({ aliases }) => aliases),
    ...site.redirects.keys(),
    ...[...computed.record.values()].flatMap(({ gone, permalink, former }) =>
      gone === undefined ? [permalink, ...former] : [],
    ),
  ])
  return { pages, addresses: new Map([...addresses].map(address => [address, true])), files: read.files }
}

/** The newsroom once every story is out, drafts too, and none is held or has expired. */
export function withEverythingOut({ claimed }: ComputedEdition, site: Site): Edition {
  return editionAt(
    {
      articles: claimed.articles.map(article => ({ ...article, draft: false, expires: undefined, together: false })),
      standing: claimed.standing.map(page => ({ ...page, draft: false })),
    },
    { site, asOf: END_OF_TIME },
  )
}

/** The files that the engine makes beside pages and feeds, by the same functions; those for search engines at the edition's own instant too. */
function filesOf(
  everything: Edition,
  { site, read, computed }: { readonly site: Site; readonly read: ReadNewsroom; readonly computed: ComputedEdition },
): readonly SitePath[] {
  const { claimed, edition } = computed
  const beside = filesBeside(read.newsroom, { edition: everything, claimed, site, siteKey: '', theme: undefined })
  const kinds = describeKinds(ARTIFACT_KINDS, {
    stories: editionStories(everything),
    site,
    keys: { siteKey: '', lookKey: '' },
    isClaimed: path => claimed.statics.has(path),
    released: everything.released,
  }).flatMap(({ artifacts }) => artifacts)
  const discovery = discoveryFiles({ ...everything, news: edition.news }, site)
  return [
    ...[...beside, ...kinds].flatMap(artifact => (MADE[kindOf(artifact)].isLinked ? [sitePathOf(artifact.path)] : [])),
    ...discovery.flatMap(({ kind, path }) => (MADE[kind].isLinked ? [path] : [])),
  ]
}

/** Its lists and archives alone: stories' own addresses are known, and most of describing pages is what stands around a story. */
function withoutStories(edition: Edition): Edition {
  return { ...edition, released: [] }
}

/** Where a story stands whose fields cannot be read: its file's name says it, unless a slug does. */
export function likelyAddress(path: SourcePath, site: Site): SitePath {
  const { story, lang } = readName(path.replace(/^pages\//, ''))
  return permalinkOf({ story, prefix: lang === site.lang ? undefined : lang, slug: undefined }) ?? '/'
}
