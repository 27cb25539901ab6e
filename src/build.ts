import { hash } from 'node:crypto'
import { assignIds } from './article/assign-ids.ts'
import type { ParsedArticle } from './article/parse-article.ts'
import { RESERVED_NAMES } from './article/permalink.ts'
import { claimAddresses } from './edition/claim-addresses.ts'
import { editionAt } from './edition/edition-at.ts'
import { type DescribedPage, pagesOf } from './edition/pages-of.ts'
import { aliasPath } from './edition/places-taken.ts'
import { FEED_LIMITS } from './feed/feed-limits.ts'
import { GENERATOR } from './feed/generator.ts'
import { type OutPath, outPathOf, type SourcePath } from './model/address.ts'
import type { Article, StandingPage } from './model/article.ts'
import type { Artifact, FeedArtifact, FileArtifact, PageArtifact, TextArtifact } from './model/artifact.ts'
import type { PublishedImage } from './model/body.ts'
import type { Diagnostic } from './model/diagnostic.ts'
import { type Edition, FEED_FORMATS, type FeedFormat, feedPath } from './model/edition.ts'
import type { Instant } from './model/instant.ts'
import type { PublicationRecord, RecordEntry } from './model/record.ts'
import type { Site } from './model/site.ts'
import { renderRedirect } from './page/redirect-page.ts'
import { THEME_FILES } from './page/theme-files.ts'

/** A newsroom as it was read: every story and page that could be, and the files that may be published with them. */
export interface Newsroom {
  readonly articles: readonly ParsedArticle[]
  readonly standing: readonly StandingPage[]
  /** Files below `static/`, by where they go, with a mark of their content. */
  readonly statics: ReadonlyMap<OutPath, { readonly source: SourcePath; readonly version: string }>
  /** Main images of stories, by their source. */
  readonly images: ReadonlyMap<SourcePath, PublishedImage>
}

/** The whole of what is to be published at an instant, described. */
export interface Build {
  readonly site: Site
  readonly edition: Edition
  readonly artifacts: readonly Artifact[]
  /** Main images of stories, by their source. */
  readonly images: Newsroom['images']
  /** What the record says once this is published. */
  readonly record: PublicationRecord
  readonly diagnostics: readonly Diagnostic[]
}

/** The pure whole: no disk, no network, no clock. */
export function build(
  newsroom: Newsroom,
  { site, record, asOf }: { readonly site: Site; readonly record: PublicationRecord; readonly asOf: Instant },
): Build {
  const identified = assignIds(newsroom.articles, { record, idPrefix: site.idPrefix })
  const claimed = claimAddresses(
    { articles: identified.articles, standing: newsroom.standing, statics: new Set(newsroom.statics.keys()) },
    { record, lang: site.lang, reserved: RESERVED_NAMES },
  )
  const edition = editionAt(claimed, { site, asOf })
  const siteKey = keyOf(
    GENERATOR,
    siteInputs(site),
    THEME_FILES.map(({ path }) => path),
  )
  const artifacts = [
    ...staticArtifacts(newsroom, claimed.statics),
    ...themeArtifacts(),
    ...redirectArtifacts(edition, { site, siteKey }),
    ...pagesOf(edition, { site, images: newsroom.images }).map(described => pageArtifact(described, siteKey)),
    ...feedArtifacts(edition, { siteKey, images: newsroom.images }),
  ]
  return {
    site,
    edition,
    artifacts,
    images: newsroom.images,
    record: recordAfter(edition.released, record),
    diagnostics: [...identified.diagnostics, ...claimed.diagnostics],
  }
}

/** The hash of an artifact's inputs. */
function keyOf(...inputs: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(inputs), 'base64url').slice(0, 22)
}

function siteInputs(site: Site): unknown {
  return { ...site, disclaimers: [...site.disclaimers], topics: [...site.topics], authors: [...site.authors] }
}

function staticArtifacts({ statics }: Newsroom, claimed: ReadonlySet<OutPath>): readonly FileArtifact[] {
  return [...statics].flatMap(([path, { source, version }]) =>
    claimed.has(path) ? [{ kind: 'file', path, source, key: keyOf('static', version) }] : [],
  )
}

function themeArtifacts(): readonly TextArtifact[] {
  return THEME_FILES.map(({ path, content }) => ({
    kind: 'text',
    path: path.slice(1),
    key: keyOf('theme', content),
    text: content,
  }))
}

function redirectArtifacts(
  edition: Edition,
  { site, siteKey }: { readonly site: Site; readonly siteKey: string },
): readonly TextArtifact[] {
  return edition.released.flatMap(article =>
    article.aliases.map(
      (alias): TextArtifact => ({
        kind: 'text',
        path: aliasPath(alias),
        key: keyOf('redirect', siteKey, article.permalink, article.title),
        text: renderRedirect(article, site),
      }),
    ),
  )
}

function pageArtifact({ page, owner }: DescribedPage, siteKey: string): PageArtifact {
  return {
    kind: 'page',
    path: outPathOf(page.head.permalink),
    key: keyOf('page', siteKey, page, owner?.source.hash),
    page,
    source: owner,
  }
}

const FORMATS = Object.keys(FEED_FORMATS) as readonly FeedFormat[]

function feedArtifacts(
  edition: Edition,
  { siteKey, images }: { readonly siteKey: string; readonly images: Newsroom['images'] },
): readonly FeedArtifact[] {
  return edition.channels.flatMap(channel => {
    const carried = { ...channel, stories: channel.stories.slice(0, FEED_LIMITS.items) }
    const inputs = carried.stories.map(article => [article, article.image && images.get(article.image.path)])
    return FORMATS.map(
      (format): FeedArtifact => ({
        kind: 'feed',
        path: feedPath(channel, format).slice(1),
        key: keyOf('feed', siteKey, format, { ...carried, stories: inputs }),
        channel: carried,
        format,
      }),
    )
  })
}

/** The record with what is public now: first publications keep their instant; what was public and is no more stays known. */
function recordAfter(released: readonly Article[], record: PublicationRecord): PublicationRecord {
  const next = new Map<string, RecordEntry>(record)
  for (const { id, path, permalink, source, date } of released) {
    next.set(id, {
      id,
      path,
      permalink,
      hash: source.hash,
      published: record.get(id)?.published ?? date.at,
    })
  }
  return next
}
