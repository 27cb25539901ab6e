import type { ResidentMemory } from '../../src/engine/publish-request.ts'
import { auditOut } from '../../src/review/audit-out.ts'
import { PNG } from '../publish/broken-table.ts'
import {
  differingPaths,
  newsroomFrom,
  newsroomOf,
  publishedBefore,
  type TemporaryNewsroom,
  writeFiles,
} from '../support/newsroom.ts'
import { SITE_SOURCE, sourcesOf, statesOf } from './lives.ts'
import { changedIds, type KnownIds, problemsOf } from './problems.ts'
import { instantOf, type Life, type Told } from './told-newsroom.ts'

/** Lives through a life on disk, as a process that keeps running or as one a publish; what went wrong first, if anything. */
export async function liveOnDisk(life: Life, way: 'resident' | 'anew'): Promise<readonly string[]> {
  const newsroom = newsroomOf({ 'site.yaml': SITE_SOURCE, 'dot.png': PNG })
  const memory: ResidentMemory = {}
  const known: KnownIds = { ids: new Map(), shown: new Set() }
  let sources: ReadonlyMap<string, string> = new Map()
  for (const { told, before, renamed, at } of statesOf(life)) {
    const changed = writeChanges(newsroom, { from: sources, to: sourcesOf(told) })
    sources = sourcesOf(told)
    const request = { asOf: instantOf(at), accept: true, ...(way === 'resident' && { memory }) }
    const edited = way === 'resident' && (await newsroom.publishChanges(changed, { ...request, memory }))
    // The short cut must come to what a whole publish comes to, which then has nothing to do.
    const { diagnostics, edition, site, written, removed } = await newsroom.publish(request)
    const touched = [...written, ...removed]
    const broken = new Set(diagnostics.flatMap(({ severity, path }) => (severity === 'error' ? [path] : [])))
    const problems = [
      ...problemsOf({ out: newsroom.out(), site, told, before: shown(before), broken, at }),
      ...changedIds(edition.released, { told, renamed, known }),
      ...(edited && touched.length > 0 ? [`a whole publish after one of what changed changes ${touched}`] : []),
      ...(broken.size > 0
        ? []
        : (await differsFromFresh(newsroom, request.asOf)).map(path => `${path} is not what a fresh publish makes`)),
      ...(await leaksOf(newsroom, request.asOf)),
    ]
    if (problems.length > 0) return problems
  }
  return []
}

function writeChanges(
  newsroom: TemporaryNewsroom,
  { from, to }: { readonly from: ReadonlyMap<string, string>; readonly to: ReadonlyMap<string, string> },
): readonly string[] {
  const changed = [...to].filter(([path, source]) => from.get(path) !== source)
  const gone = [...from.keys()].filter(path => !to.has(path))
  newsroom.write(Object.fromEntries(changed))
  for (const path of gone) newsroom.remove(path)
  return [...changed.map(([path]) => path), ...gone]
}

/** Versions that could be read, which may stand for those that cannot. */
function shown(before: ReadonlyMap<number, readonly Told[]>): ReadonlyMap<number, readonly Told[]> {
  return new Map([...before].map(([number, versions]) => [number, versions.filter(({ broken }) => broken === '')]))
}

async function differsFromFresh(newsroom: TemporaryNewsroom, asOf: number): Promise<readonly string[]> {
  const fresh = newsroomFrom(newsroom.paths.articles)
  writeFiles(fresh.paths.out, publishedBefore(newsroom))
  await fresh.publish({ asOf, accept: true })
  return differingPaths(newsroom.out(), fresh.out())
}

async function leaksOf({ paths }: TemporaryNewsroom, asOf: number): Promise<readonly string[]> {
  const audit = await auditOut({ paths, asOf: () => asOf, byClock: false, record: undefined })
  return audit?.leaks.map(({ path, message }) => `${path}: ${message}`) ?? []
}
