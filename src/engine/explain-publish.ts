import type { ParsedArticle } from '../article/parse-article.ts'
import { isStaticFile, type OutPath, outPathOf, type SourcePath, STATIC_FOLDER } from '../model/address.ts'
import type { ChangedFile, Explanation } from '../model/explanation.ts'
import type { PublicationRecord } from '../model/record.ts'
import { type Read, type SourceMemory, UNSETTLED } from '../sources/source-memory.ts'
import { rememberedUpcoming } from '../state/releases.ts'
import { listsWith, ReadIndex } from '../stories/recorded-reads.ts'
import { causesIn, isTooMuch } from './causes.ts'
import type { MadeArtifact } from './made-artifact.ts'
import type { ReasonsToMake } from './make-artifacts.ts'
import type { Prepared } from './prepare-publish.ts'
import type { PublishMemory } from './publish-memory.ts'
import type { PublishRequest } from './publish-request.ts'
import { madeFile } from './why-made.ts'

/** What a publish of the whole is explained from, beside what it prepared. */
interface PublishContext {
  readonly request: PublishRequest
  /** As the last publish left it. */
  readonly record: PublicationRecord
  readonly memory: PublishMemory
}

/** Explains a publish of the whole, before it is carried out; undefined where that was not asked for. */
export function explainPublish(prepared: Prepared, { request, record, memory }: PublishContext): Explanation | undefined {
  const { built, read, files, why } = prepared
  if (!why) return undefined
  const { edition, siteKey } = built
  const { artifacts: made, keep } = files
  const { sources } = memory
  const changed = changedSources(sources, read.memory)
  const isPublic = isPublicIn(prepared, { record, memory })
  const storyAt = new Map(edition.released.map(({ permalink, path }) => [outPathOf(permalink), path]))
  const due = rememberedUpcoming(request.paths).filter(({ at }) => at <= edition.asOf)
  const paths = [...new Set([...changed, ...due].map(({ path }) => path))].filter(isPublic)
  const stories = paths.flatMap(path => [sources, read.memory].flatMap(one => storyIn(one, path)))
  const becauseOf = causesIn({
    changed: paths,
    stories,
    readers: isTooMuch(paths) ? new Map() : readersAmong(made, { reads: why.reads, stories }),
    feeds: why.feeds,
    carried: why.carried,
    lists: edition.lists,
    storyAt: page => storyAt.get(page),
  })
  const hasOtherSettings = sources !== undefined && sources.siteKey !== siteKey
  return {
    changed: changed.map(file => ({ ...file, isPublic: isPublic(file.path) })),
    due,
    made: made.map(one => madeFile(one, { why, becauseOf, hasOtherSettings })),
    unchanged: { described: keep.size, notDescribed: 0 },
  }
}

function storyIn(sources: SourceMemory | undefined, path: SourcePath): readonly ParsedArticle[] {
  const story = sources?.articles.get(path)?.value.story
  return story?.kind === 'article' && !story.draft ? [story] : []
}

/** Of the pages that were made those that read a place of one of these stories. */
function readersAmong(
  made: readonly MadeArtifact[],
  { reads, stories }: Pick<ReasonsToMake, 'reads'> & { readonly stories: readonly ParsedArticle[] },
): ReturnType<ReadIndex['readersOf']> {
  const index = new ReadIndex()
  for (const { artifact } of made) index.set(artifact.path, reads.get(artifact.path) ?? [])
  return index.readersOf(
    stories.flatMap(story => listsWith(story).map(list => ({ list, at: story.date.at, path: story.path }))),
  )
}

/** Whether readers see something of a file, now or before. */
function isPublicIn(
  { built: { edition }, files: { keep }, why }: Prepared,
  { record, memory }: Pick<PublishContext, 'record' | 'memory'>,
): (path: SourcePath) => boolean {
  const were = [...record.values()].flatMap(({ path, gone }) => (gone === undefined ? [path] : []))
  const stories = new Set([...edition.released, ...edition.standing].map(({ path }) => path).concat(were))
  return path => {
    const place: OutPath = isStaticFile(path) ? path.slice(STATIC_FOLDER.length) : path
    return stories.has(path) || keep.has(place) || why?.reasons.has(place) === true || memory.known.has(place)
  }
}

/** The files that are others than the last publish read. */
function changedSources(
  before: SourceMemory | undefined,
  { articles, media }: SourceMemory,
): readonly Omit<ChangedFile, 'isPublic'>[] {
  const files = [
    ...differing(before?.articles, articles, ({ story }) => story?.source.hash),
    ...differing(before?.media, media, file => file && JSON.stringify(file)),
  ]
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** `versionOf`: the same for the same bytes, where that is known. */
function differing<Value>(
  before: ReadonlyMap<SourcePath, Read<Value>> = new Map(),
  now: ReadonlyMap<SourcePath, Read<Value>>,
  versionOf: (value: Value) => string | undefined,
): readonly Omit<ChangedFile, 'isPublic'>[] {
  const isSame = (was: Read<Value>, is: Read<Value>): boolean => {
    if (was.mark !== UNSETTLED && was.mark === is.mark) return true
    const version = versionOf(was.value)
    return version !== undefined && version === versionOf(is.value)
  }
  return [
    ...[...now].flatMap(([path, read]) => {
      const was = before.get(path)
      return was && isSame(was, read) ? [] : [{ path, how: was ? ('changed' as const) : ('new' as const) }]
    }),
    ...[...before.keys()].flatMap(path => (now.has(path) ? [] : [{ path, how: 'gone' as const }])),
  ]
}
