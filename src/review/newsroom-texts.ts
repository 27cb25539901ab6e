import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { type Hidden, hiddenBy, publicPart, publicWordings } from '../audit/public-text.ts'
import { SITE_FILE } from '../config/read-site.ts'
import { type ReaderTime, readerTime } from '../edition/reader-time.ts'
import { type ComputedEdition, computeEdition } from '../engine/build.ts'
import { heldBack } from '../engine/held-back.ts'
import { isPicture } from '../images/media-types.ts'
import { labelsFor } from '../language/labels.ts'
import { isStandingPage, isStaticFile, type SourcePath } from '../model/address.ts'
import type { Instant } from '../model/instant.ts'
import type { PublicationRecord } from '../model/record.ts'
import type { Site } from '../model/site.ts'
import { openOut } from '../output/out-folder.ts'
import { startingRecord } from '../output/starting-record.ts'
import { isArticleFile, type ListedFile } from '../sources/list-files.ts'
import { type ReadNewsroom, readingAnew, readNewsroom } from '../sources/read-newsroom.ts'
import { readSiteFile } from '../sources/read-site-file.ts'
import { lastGoodIn } from '../state/last-good.ts'
import type { Paths } from '../state/paths.ts'
import { reachedInstant, readHeld } from '../state/remembered.ts'
import { failureKey, readFailures } from '../state/remembered-failures.ts'
import { everyFile, unpackedParts } from './audited-files.ts'

/** A file of which nothing, or not all, is public. */
export interface HiddenSource {
  readonly path: SourcePath
  readonly why: Hidden
  readonly source: string
}

/** The texts of a newsroom, public and not. */
export interface NewsroomTexts {
  readonly hidden: readonly HiddenSource[]
  /** Files beside the articles, whoever names them, but those that a broken story may show that readers have. */
  readonly beside: readonly ListedFile[]
  /** Everything that readers may meet somewhere. */
  readonly public: () => Iterable<Uint8Array>
}

/** What reading the texts needs. */
export interface TextsRequest {
  readonly paths: Paths
  readonly asOf: Instant
  /** Whether `asOf` is what the clock says. */
  readonly byClock: boolean
  /** Where else the record is kept or comes from (`startingRecord`). */
  readonly record: string | undefined
}

/** Reads a newsroom's texts and says what of them is public at an instant; undefined where `site.yaml` has errors. */
export async function newsroomTexts({
  paths,
  asOf,
  byClock,
  record: elsewhere,
}: TextsRequest): Promise<NewsroomTexts | undefined> {
  const { site } = readSiteFile(paths.articles)
  if (!site) return undefined
  const out = openOut(paths.out)
  const record = await startingRecord(out, elsewhere)
  const read = readNewsroom(paths.articles, readingAnew(site))
  const reached = byClock ? reachedInstant(paths, { now: asOf, record: out.record }) : asOf
  const computed = computeEdition(read.newsroom, { site, record, asOf, reached, accept: false })
  const sources = judgedSources(read, { site, computed, time: readerTime({ record, asOf, reached }) })
  const good = stillShown(sources, { paths, record, asOf })
  const files = [...read.files.values()]
  const held = new Set(heldBack(read, { record, lang: site.lang }))
  const unnamed = new Set(sources.flatMap(({ path, shown }) => (shown.join('') === '' ? [posix.basename(path)] : [])))
  const passedThrough = files.filter(({ path }) => path === SITE_FILE || isStaticFile(path))
  return {
    hidden: sources.flatMap(({ path, why, source }) => (why ? [{ path, why, source }] : [])),
    beside: files.filter(file => !isArticleFile(file.path) && !passedThrough.includes(file) && !held.has(file.path)),
    *public() {
      const shown = [
        ...sources.flatMap(({ shown }) => shown),
        ...good,
        goneAddresses(record),
        labelsOf(site, read),
        feedTitles(site),
      ]
      for (const text of shown) for (const wording of publicWordings(text, unnamed)) yield Buffer.from(wording)
      for (const file of passedThrough) if (!isPicture(file.path)) yield* bytesOf(file)
      if (existsSync(paths.theme)) for (const path of everyFile(paths.theme)) yield* bytesOf(join(paths.theme, path))
    },
  }
}

/** An article's file: why it is hidden, if it is, and what is public of it. */
interface JudgedSource extends Omit<HiddenSource, 'why'> {
  readonly why: Hidden | undefined
  readonly id: string | undefined
  readonly hash: string
  readonly shown: readonly string[]
}

interface Judging {
  readonly site: Site
  readonly computed: ComputedEdition
  /** By which instants stories are judged, which differ while the clock is behind the last publish. */
  readonly time: ReaderTime
}

function judgedSources({ files, newsroom }: ReadNewsroom, judging: Judging): readonly JudgedSource[] {
  const articles = new Map(judging.computed.articles.map(article => [article.path, article]))
  const pages = new Map(newsroom.standing.map(page => [page.path, page]))
  const released = new Set(judging.computed.edition.released.map(({ path }) => path))
  return [...newsroom.sources].flatMap((path): readonly JudgedSource[] => {
    const source = textOf(files.get(path))
    if (source === undefined) return []
    const article = articles.get(path)
    const page = pages.get(path)
    const known = { path, source, id: article?.id, hash: (article ?? page)?.source.hash ?? '' }
    if (!article) {
      const why = page ? (page.draft ? 'draft' : undefined) : 'unreadable'
      return [{ ...known, why, shown: why ? [] : [source, `${path} ${page?.permalink}`] }]
    }
    const { site, time } = judging
    const judged = {
      dueBy: time.dueBy(article),
      expiredBy: time.expiredBy(article),
      hasCome: time.hasCome(article),
      isReleased: released.has(path),
    }
    const why = hiddenBy(article, judged)
    const shown = why ? publicPart(article, { hidden: why, hasCome: judged.hasCome, source }) : source
    return [
      {
        ...known,
        why,
        shown: [shown, ...(shown === '' ? [] : [`${path} ${article.permalink}`, `${article.title} · ${site.title}`])],
      },
    ]
  })
}

/** Last good versions that readers see in place of what cannot be published, is held back, or is gone. */
function stillShown(
  sources: readonly JudgedSource[],
  { paths, record, asOf }: { readonly paths: Paths; readonly record: PublicationRecord; readonly asOf: Instant },
): readonly string[] {
  using lastGood = lastGoodIn(paths)
  const failed = readFailures(paths, asOf)
  const held = new Set(readHeld(paths))
  const current = new Map(sources.map(source => [source.path, source]))
  const standsIn = ({ path, id }: { readonly path: SourcePath; readonly id: string }): boolean => {
    const now = current.get(path)
    const isAnother = now?.why === 'unreadable' || now?.why === 'waiting'
    return !now || isAnother || held.has(id) || failed.has(failureKey(now))
  }
  const entries = [...record.values()].filter(entry => entry.gone === undefined && standsIn(entry))
  const pages = sources.filter(({ path, why }) => why === 'unreadable' && isStandingPage(path))
  return [...entries, ...pages].flatMap(({ path }) => lastGood(path)?.source ?? [])
}

/** What tells that a story was there, and is gone. */
function goneAddresses(record: PublicationRecord): string {
  const gone = [...record.values()].filter(entry => entry.gone !== undefined)
  return gone.map(({ id, path, permalink, former }) => [id, path, permalink, ...former].join('\n')).join('\n\n')
}

function labelsOf(site: Site, { newsroom }: ReadNewsroom): string {
  const languages = new Set([site.lang, ...newsroom.articles.map(({ lang }) => lang)])
  return JSON.stringify([...languages].map(lang => labelsFor(lang, site)))
}

/** Feeds of what `site.yaml` names bear its title and the newsroom's. */
function feedTitles(site: Site): string {
  const titles = [...site.topics.values(), ...site.sections.values()].map(({ title }) => title)
  const names = [...site.authors.values()].map(({ name }) => name)
  return [...titles, ...names].map(title => `${title} – ${site.title}`).join('\n\n')
}

function textOf(file: ListedFile | undefined): string | undefined {
  if (!file) return undefined
  const bytes = Buffer.concat([...unpackedParts(file)].map(part => part.bytes))
  return bytes.toString().normalize('NFC').replace(/\r\n?/g, '\n')
}

function* bytesOf(file: string | ListedFile): Generator<Uint8Array> {
  for (const { bytes } of unpackedParts(file)) yield bytes
}
