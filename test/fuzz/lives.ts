import { readSite } from '../../src/config/read-site.ts'
import type { PublicationRecord } from '../../src/model/record.ts'
import type { Site } from '../../src/model/site.ts'
import { publishInMemory } from './in-memory.ts'
import { changedIds, type KnownIds, problemsOf, xmlProblems } from './problems.ts'
import {
  afterStep,
  firstNewsroom,
  instantOf,
  type Life,
  pathOf,
  sourceOf,
  type Told,
  type ToldNewsroom,
} from './told-newsroom.ts'

/** The newsroom of every life. */
export const SITE_SOURCE = `title: Example News
description: News of the example.
url: https://news.example.org/press
idPrefix: "tag:news.example.org,2026:"
timezone: UTC
lang: en
pageSize: 2
search: false
`

const SITE: Site | undefined = readSite(SITE_SOURCE, { measure: () => undefined, exists: () => false }).site

/** The files of a newsroom, by path. */
export function sourcesOf(told: ToldNewsroom): Map<string, string> {
  return new Map([...told.values()].map(story => [pathOf(story), sourceOf(story)]))
}

/** A newsroom at one moment of a life. */
export interface State {
  readonly told: ToldNewsroom
  /** Earlier versions of its stories. */
  readonly before: ReadonlyMap<number, readonly Told[]>
  /** The story whose file got another name just now. */
  readonly renamed: number | undefined
  /** The instant of the publish, in hours. */
  readonly at: number
}

/** Each state of a newsroom in a life. */
export function* statesOf(life: Life): Generator<State> {
  const before = new Map<number, Told[]>()
  let told = firstNewsroom(life)
  let newest = told.size
  yield { told, before, renamed: undefined, at: 0 }
  for (const step of life.steps) {
    for (const story of told.values()) before.set(story.number, [...(before.get(story.number) ?? []), story])
    const after = afterStep(told, step, newest)
    const renamed = [...after.values()].find(story => step.kind === 'rename' && told.get(story.number) !== story)
    told = after
    if (step.kind === 'add') newest++
    yield { told, before, renamed: renamed?.number, at: step.at }
  }
}

// To parse every feed by a validator would take most of the time.
const PARSED_EVERY = 300

let published = 0

/** Lives through a life in memory; what went wrong first, if anything. */
export async function liveInMemory(life: Life): Promise<readonly string[]> {
  if (!SITE) throw new Error('the newsroom of every life is misconfigured')
  let record: PublicationRecord = new Map()
  const known: KnownIds = { ids: new Map(), shown: new Set() }
  for (const { told, renamed, at } of statesOf(life)) {
    const sources = sourcesOf(told)
    const { built, out, broken } = publishInMemory(sources, { site: SITE, record, asOf: instantOf(at) })
    const judged = { out, site: SITE, told, before: new Map(), broken, at }
    const problems = [...problemsOf(judged), ...changedIds(built.edition.released, { told, renamed, known })]
    if (published++ % PARSED_EVERY === 0)
      problems.push(...(await xmlProblems(judged)), ...otherwise(sources, { out, record, at }))
    if (problems.length > 0) return problems
    record = built.record
  }
  return []
}

/** Files that come out otherwise when the disk lists the newsroom the other way round. */
function otherwise(
  sources: ReadonlyMap<string, string>,
  { out, record, at }: { readonly out: ReadonlyMap<string, Buffer>; readonly record: PublicationRecord; readonly at: number },
): readonly string[] {
  if (!SITE) return []
  const again = publishInMemory(new Map([...sources].reverse()), { site: SITE, record, asOf: instantOf(at) }).out
  const paths = new Set([...out.keys(), ...again.keys()])
  return [...paths]
    .filter(path => !out.get(path)?.equals(again.get(path) ?? Buffer.from('\0')))
    .map(path => `${path} depends on the order of files`)
}

/** A life as a fixture to paste: the files of each state, and the instant of its publish. */
export function fixtureOf(life: Life): string {
  return JSON.stringify(
    [...statesOf(life)].map(({ told, at }) => ({
      at: new Date(instantOf(at)).toISOString(),
      files: Object.fromEntries(sourcesOf(told)),
    })),
    undefined,
    2,
  )
}
