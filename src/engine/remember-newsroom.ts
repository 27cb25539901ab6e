import { placesTaken } from '../edition/places-taken.ts'
import { leadsIn, type Targets } from '../links/targets.ts'
import { type OutPath, outPathOf, type SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { PublicationRecord } from '../model/record.ts'
import type { Site } from '../model/site.ts'
import type { Manifest } from '../output/manifest-file.ts'
import { listPagesIn, type OutFolder } from '../output/out-folder.ts'
import type { Known } from '../plan/plan-publish.ts'
import type { SourceMemory } from '../sources/source-memory.ts'
import { doubtfulFiles } from '../sources/unpublished-files.ts'
import { ReadIndex } from '../stories/recorded-reads.ts'
import { ARTIFACT_KINDS, KindIndex } from './artifact-kinds.ts'
import { type Member, Neighbourhoods } from './neighbourhood.ts'
import type { Prepared } from './prepare-publish.ts'
import type { PublishRequest } from './publish-request.ts'
import {
  countLanguages,
  Index,
  isBeside,
  isSaidAgain,
  type MutableTargets,
  namesOf,
  noteArtifact,
  noteEntry,
  noteMoved,
  type ResidentNewsroom,
} from './resident-newsroom.ts'
import { targetsOf } from './targets-of.ts'

/** What a publish of the whole left. */
export function residentNewsroom(
  {
    request,
    site,
    out,
    prepared,
    kept,
    diagnostics,
  }: {
    readonly kept: ReadonlySet<OutPath>
    readonly request: PublishRequest
    readonly site: Site
    readonly out: OutFolder
    readonly prepared: Prepared
    readonly diagnostics: readonly Diagnostic[]
  },
  {
    known,
    sources,
    manifest,
  }: { readonly known: Map<OutPath, Known>; readonly sources: SourceMemory; readonly manifest: Manifest },
): ResidentNewsroom {
  const { built, read, feeds } = prepared
  const { edition, record, articles } = built
  const index = new ReadIndex()
  for (const [path, all] of prepared.reads) index.set(path, all)
  const targets = mutable(targetsOf(built, read))
  const resident: ResidentNewsroom = {
    site,
    siteKey: built.siteKey,
    hub: request.hub,
    edition,
    files: new Map(read.files),
    filesBeside: new Map([...read.files].filter(([path]) => isBeside(path))),
    unseen: read.newsroom.unseen,
    replaced: new Map(read.replaced),
    sources,
    known,
    articles: new Map(articles.map(article => [article.path, article])),
    released: new Map(edition.released.map(story => [story.path, story])),
    record,
    recordBytes: prepared.recordFile.after,
    manifest,
    images: built.images,
    imageMemory: prepared.images,
    names: new Neighbourhoods(),
    reads: index,
    kinds: new KindIndex(request.kinds ?? ARTIFACT_KINDS, built.describings),
    targets,
    leads: leadsIn(targets),
    linking: new Index(),
    bringing: new Index(),
    places: placesTaken(),
    statics: new Set(built.artifacts.flatMap(({ kind, path }) => (kind === 'file' ? [path] : []))),
    storyAt: new Map(edition.released.map(({ permalink, path }) => [outPathOf(permalink), path])),
    carried: new Map(prepared.carried.map(one => [one.channel.path, one])),
    past: new Map(),
    moved: new Set(),
    gone: new Map(),
    reported: new Map(),
    formerPages: new Map([...listPagesIn({ manifest })].flatMap(([from, to]) => (to === undefined ? [] : [[from, to]]))),
    languages: new Map(),
    unsettled: unsettledBy({ before: out.record, after: record, articles }),
    obstacles: obstaclesOf(prepared),
    kept,
    hasMissing: prepared.missing.length > 0 || prepared.obstacles.missing.length > 0,
    diagnostics: prepared.readDiagnostics.filter(isSaidAgain),
    siteDiagnostics: diagnostics.filter(one => isSaidAgain(one) && !prepared.diagnostics.includes(one)),
    doubtful: doubtfulFiles(read.listing.files),
    mentions: undefined,
    faults: new Map(),
  }
  for (const member of membersOf(resident)) for (const now of namesOf(resident, member)) resident.names.set(member, { now })
  for (const now of record.values()) noteEntry(resident, { before: undefined, now })
  for (const { id, path } of articles) if (resident.gone.has(id)) resident.gone.set(id, path)
  for (const story of edition.released) noteMoved(resident, story)
  countLanguages(resident, { paths: new Set([...resident.articles.keys(), ...sources.articles.keys()]), by: 1 })
  for (const artifact of [...built.artifacts, ...feeds]) noteArtifact(resident, artifact)
  resident.past = new Map(built.past.map(artifact => [artifact.path, artifact]))
  for (const path of resident.past.keys()) resident.places.release(path)
  return resident
}

function* membersOf({ files, record, articles }: ResidentNewsroom): Generator<Member> {
  for (const path of new Set([...files.keys(), ...articles.keys()])) yield `file ${path}`
  for (const id of record.keys()) yield `entry ${id}`
}

function mutable({ pages, addresses, ...others }: Targets): MutableTargets {
  return { ...others, pages: new Map(pages), addresses: new Map(addresses) }
}

function obstaclesOf({ obstacles: { missing, renamed, held, displaced } }: Prepared): ReadonlySet<SourcePath> {
  return new Set([...missing.map(({ path }) => path), ...renamed.keys(), ...held.keys(), ...displaced.keys()])
}

/** What comes out for the first time is settled, unless it was withdrawn or waited for its other languages. */
function unsettledBy({
  before,
  after,
  articles,
}: {
  readonly before: PublicationRecord
  readonly after: PublicationRecord
  readonly articles: Prepared['built']['articles']
}): ReadonlySet<SourcePath> {
  const isSettled = ({ id, together }: Article): boolean => {
    const [was, now] = [before.get(id), after.get(id)]
    return was === now || (was === undefined && !now?.withdrawn && !now?.late && !together)
  }
  return new Set(articles.filter(article => !isSettled(article)).map(({ path }) => path))
}
