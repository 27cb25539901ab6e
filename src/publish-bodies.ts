import { join } from 'node:path'
import { articleParser, type Parsed } from './article/parse-article.ts'
import { type Build, withEdits } from './build.ts'
import { describeFeeds } from './describe-feeds.ts'
import { nextMoment } from './edition/next-moment.ts'
import { excerptOf } from './markdown/excerpt.ts'
import type { OutPath, SourcePath } from './model/address.ts'
import type { SourceVersion } from './model/article.ts'
import type { PageArtifact } from './model/artifact.ts'
import type { Known } from './plan/plan-publish.ts'
import { keepElsewhere, knownAfter, type Published } from './publish.ts'
import type { LastPublish, PublishRequest, ResidentMemory } from './publish-request.ts'
import { channelDiffs, feedJobsOf, madeFeeds } from './store/feed-jobs.ts'
import { rememberGood } from './store/last-good.ts'
import { type ListedFile, listFile } from './store/list-files.ts'
import { lockOut } from './store/lock.ts'
import { type MadeArtifact, placedOf, writtenOf } from './store/made-artifact.ts'
import { startRun } from './store/make-artifacts.ts'
import { marksOf, openStage, placeAll, standingIn } from './store/out-folder.ts'
import { outcomeOf, pageJobsOf } from './store/page-jobs.ts'
import { LAST_GOOD_FILE, readSource, UNSETTLED } from './store/read-newsroom.ts'
import { forgetStandstill } from './store/standstill.ts'

/**
 * Publishes edits of bodies on the ground of the last publish of this process: the pages, their entries, and the documents that
 * carry them, at a cost that does not grow with the newsroom. Undefined where more than that changed, or anything is out of the
 * ordinary: then `publish` is to do it.
 * @throws EnvironmentError as `publish` does
 */
export async function publishBodies(request: PublishRequest, changed: readonly SourcePath[]): Promise<Published | undefined> {
  const { paths, memory, asOf } = request
  const { kept, last } = memory ?? {}
  if (!memory || !kept || !last || !isWithin(asOf, last.built)) return undefined
  const edits = editsOf(changed, { ...last, root: paths.articles })
  if (!edits) return undefined
  await using _lock = await lockOut(paths.out)
  if (marksOf(last.out) !== last.marks) return undefined
  using _stage = openStage(paths.stage)
  const built = withEdits(last.built, new Map([...edits].map(([path, { version }]) => [path, version])))
  const read = {
    ...last.read,
    files: new Map([...last.read.files, ...[...edits].map(([path, { file }]) => [path, file] as const)]),
  }
  const making = await makeEdited({ ...last, built, read }, { request, edits, known: kept.known })
  if (!making) return undefined

  const { made, subscribers, entries, good } = making
  forgetStandstill(paths)
  const before = last.out.manifest ?? new Map()
  const { out } = placeAll(last.out, {
    placed: placedOf(made),
    kept: new Set(before.keys()),
    record: built.record,
    stage: paths.stage,
  })
  keepElsewhere(built.record, request.record)
  rememberGood(join(paths.state, LAST_GOOD_FILE), good)
  keep(memory, { kept, last: { ...last, built, read, out, entries, marks: marksOf(out) }, made, edits, root: paths.out })
  return {
    kind: 'published',
    site: built.site,
    edition: built.edition,
    written: writtenOf(made),
    removed: [],
    subscribers,
    diagnostics: last.diagnostics,
  }
}

/** A file whose body alone changed. */
interface Edit {
  readonly file: ListedFile
  readonly parsed: Parsed
  readonly version: SourceVersion
}

type Edits = ReadonlyMap<SourcePath, Edit>

/** Whether nothing came due since a build. */
function isWithin(asOf: number, { edition }: Build): boolean {
  const next = nextMoment(edition)
  return asOf >= edition.asOf && (next === undefined || asOf < next)
}

/** The edits of these files, if they are edits of bodies and nothing else. */
function editsOf(
  changed: readonly SourcePath[],
  { read, built, root }: Pick<LastPublish, 'read' | 'built'> & { readonly root: string },
): Edits | undefined {
  const parse = articleParser({ site: built.site, excerptOf })
  const edits = new Map<SourcePath, Edit>()
  for (const path of changed) {
    const known = read.files.get(path)
    const file = listFile(path, known?.onDisk ?? join(root, path))
    // A file that was never known and is gone: an editor's, which writes beside a file before it replaces it.
    if (!known && !file) continue
    const before = known && read.memory.articles.get(path)?.value
    const source = file && readSource(file.onDisk, path)
    if (!before?.story || !source || 'severity' in source) return undefined
    const parsed = parse(source)
    const isPlain = before.diagnostics.length + parsed.diagnostics.length === 0
    if (!isPlain || parsed.story?.source.facts !== before.story.source.facts) return undefined
    edits.set(path, { file, parsed, version: parsed.story.source })
  }
  return edits
}

interface MadeEdits extends Pick<LastPublish, 'entries'> {
  readonly made: readonly MadeArtifact[]
  readonly subscribers: Published['subscribers']
  readonly good: readonly string[]
}

/** Renders the edited pages and the documents that carry them; undefined where that is not all there is to do. */
async function makeEdited(
  { built, read, entries, targets }: LastPublish,
  {
    request,
    edits,
    known,
  }: { readonly request: PublishRequest; readonly edits: Edits; readonly known: ReadonlyMap<OutPath, Known> },
): Promise<MadeEdits | undefined> {
  const { paths, pool, onProgress } = request
  const pages = built.artifacts.filter(
    (artifact): artifact is PageArtifact => artifact.kind === 'page' && edits.has(artifact.source?.path ?? ''),
  )
  // A draft or a story to come is edited in peace; that is for a whole publish to look at.
  if (pages.length !== edits.size) return undefined
  const places = { built, read, out: paths.out, stage: paths.stage }
  const run = startRun({ ...places, known, pool, entries: [paths.entries], onProgress }, targets)
  const jobs = pageJobsOf({ make: pages, keep: new Map() }, places)
  const outcome = outcomeOf(jobs, await run.render(jobs.map(({ task }) => task)))
  const isSame = ({ artifact: { path }, links, diagnostics }: MadeArtifact): boolean =>
    diagnostics.length === 0 &&
    known.get(path)?.diagnostics.length === 0 &&
    JSON.stringify(known.get(path)?.links) === JSON.stringify(links)
  if (outcome.again || !outcome.pages.every(isSame)) return undefined

  const entriesNow = new Map([...entries, ...outcome.entries])
  const channels = built.edition.channels.filter(({ stories }) => stories.some(({ id }) => outcome.entries.has(id)))
  const feeds = describeFeeds({ ...built, edition: { ...built.edition, channels } }, entriesNow)
  const artifacts = feeds.flatMap(feed => feed.artifacts)
  if (artifacts.some(({ path }) => !known.has(path))) return undefined
  const make = new Set(artifacts.filter(({ path, key }) => known.get(path)?.key !== key))
  const feedJobs = feedJobsOf(feeds, { make, out: paths.out, stage: paths.stage })
  const written = await run.render(
    feedJobs.map(
      ({ task }) =>
        () =>
          task,
    ),
  )
  if (written.some(({ kind }) => kind !== 'written')) return undefined
  return {
    made: [...outcome.pages, ...feedJobs.flatMap(({ artifacts }, index) => madeFeeds(artifacts, written[index]))],
    subscribers: channelDiffs(feedJobs, { written, built }),
    entries: entriesNow,
    good: run.good(),
  }
}

/** Keeps what the next publish builds on. The caches on disk follow at the next whole publish, and are mended by it till then. */
function keep(
  memory: ResidentMemory,
  {
    kept,
    last,
    made,
    edits,
    root,
  }: {
    readonly kept: NonNullable<ResidentMemory['kept']>
    readonly last: LastPublish
    readonly made: readonly MadeArtifact[]
    readonly edits: Edits
    readonly root: string
  },
): void {
  const articles = new Map(last.read.memory.articles)
  for (const [path, { parsed }] of edits) articles.set(path, { mark: UNSETTLED, value: parsed })
  const sources = { ...last.read.memory, articles }
  memory.kept = { known: knownAfter({ made, keep: kept.known }, standingIn(root)), sources }
  memory.last = { ...last, read: { ...last.read, memory: sources } }
}
