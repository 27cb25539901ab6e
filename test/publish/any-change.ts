import { hash } from 'node:crypto'
import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ARTIFACT_KINDS, type ArtifactKind } from '../../src/engine/artifact-kinds.ts'
import { outcomeOf } from '../../src/engine/publish-outcome.ts'
import type { PublishRequest, ResidentMemory } from '../../src/engine/publish-request.ts'
import { isWhole, type WholeReason } from '../../src/model/explanation.ts'
import type { ChannelDiff } from '../../src/plan/subscriber-diff.ts'
import { AS_OF, differingPaths, newsroomOf, shown, TemporaryNewsroom, temporaryFolder } from '../support/newsroom.ts'
import { afterStep, type ChangingNewsroom, filesOf, firstNewsroom, KINDS, type Kind, type Step } from './changing-newsroom.ts'

// A newsroom changes step by step. After each step it is published incrementally, where that is possible; and the same newsroom is
// published whole, in a folder of its own. Both must come to the same files and the same outcome.

/** How often a kind of change was published, and how often incrementally. */
export interface Share {
  readonly steps: number
  readonly incremental: number
  /** Why the whole was published each time that it was. */
  readonly wholes: readonly WholeReason[]
}

/** Shares by kind of change, of changes that did change a file or came due. */
export type Shares = Readonly<Record<Circumstance, ReadonlyMap<Kind, Share>>>

/** Whether something came due as well; else whether an error was reported before the change. */
type Circumstance = (typeof CIRCUMSTANCES)[number]

const CIRCUMSTANCES = ['calm', 'withErrors', 'due'] as const

/** A life of a newsroom. */
export interface Life {
  readonly seed: number
  readonly steps: readonly Step[]
  /** At one of how many steps a third publish starts from a copy of the past, without a cache. */
  readonly freshEvery: number
  /** Kinds of artifacts beside those of Courant. */
  readonly kinds?: readonly ArtifactKind[]
  /** Whether each change is published as a process of its own would: on what the last publish left in the cache. */
  readonly reopens?: boolean
}

type Tree = ReadonlyMap<string, Buffer>
type Asked = Pick<PublishRequest, 'asOf' | 'accept' | 'kinds'>

/** What a publish came to, in plain data that two ways can be compared by. */
type Facts = Readonly<Record<string, unknown>>

interface Came {
  readonly out: Tree
  readonly facts: Facts
  readonly until: number | undefined
  readonly hasErrors: boolean
  readonly isIncremental: boolean
  /** Why a change was not published incrementally. */
  readonly whole?: WholeReason
}

/** From one publish to the next: embargoes end while other files change. */
const STEP = 4 * 60_000
const DAY = 86_400_000

/** Nobody confirms other changes, as in `courant run`. */
const CONFIRMED: ReadonlySet<Kind> = new Set<Kind>(['remove'])

/** Which files had been there before a story's file went is in the cache: without it, a new publish asks more. */
const REMEMBERED: ReadonlySet<Kind> = new Set<Kind>(['vanish', 'renameEdited'])

/** As the publisher of `courant run` asks. */
const ASKED = { byClock: true, onTurnover: 'hold' } as const

/** Publishes a newsroom through its life, in both ways. @throws Error with the shortest life found in which they differ, where they do */
export async function compareWays({ seed, steps, freshEvery, kinds = [], reopens = false }: Life): Promise<Shares> {
  const first = { content: firstNewsroom(seed), asOf: AS_OF }
  const lived = await live(first, { steps, freshEvery, kinds, reopens })
  if (lived.failure === undefined) return lived.shares
  const failure = (await shortened(lived, { freshEvery, kinds, reopens })) ?? lived.failure
  throw new Error(`seed ${seed}, change ${lived.past.length} of at most ${steps.length}:\n${failure}`)
}

/** The sum of the shares of several lives. */
export function sumOf(all: readonly Shares[]): Shares {
  const sum = (which: Circumstance): ReadonlyMap<Kind, Share> => {
    const total = new Map<Kind, Share>()
    for (const shares of all) for (const [kind, share] of shares[which]) count(total, kind, share)
    return total
  }
  return { calm: sum('calm'), withErrors: sum('withErrors'), due: sum('due') }
}

/** Kinds of which fewer changes than demanded were published incrementally. */
export function tooFew(
  shares: Shares,
  demanded: Readonly<Record<Circumstance, Readonly<Partial<Record<Kind, number>>>>>,
): readonly string[] {
  return CIRCUMSTANCES.flatMap(circumstance =>
    KINDS.flatMap(kind => {
      const least = demanded[circumstance][kind]
      const { steps, incremental, wholes } = shares[circumstance].get(kind) ?? NONE
      const isEnough = least === undefined || (steps > 0 && incremental >= steps * least)
      return isEnough ? [] : [`${circumstance}, ${kind}: ${incremental} of ${steps}, at least ${least} (${wholes.join(', ')})`]
    }),
  )
}

/** A newsroom as it is, or was before a step, and the instant of its publish. */
interface Moment {
  readonly content: ChangingNewsroom
  readonly asOf: number
}

/** A step that was done, and what was there before it. */
interface Past {
  readonly before: Moment
  readonly step: Step
  readonly asOf: number
}

interface Lived {
  readonly shares: Shares
  /** The steps that were done; the last one is the one after which the ways differ. */
  readonly past: readonly Past[]
  /** What differs first, readable; undefined where nothing does. */
  readonly failure: string | undefined
}

interface Lifetime {
  readonly steps: readonly (Step & { readonly asOf?: number })[]
  readonly freshEvery: number
  readonly kinds: readonly ArtifactKind[]
  readonly reopens: boolean
}

async function live(first: Moment, { steps, freshEvery, kinds, reopens }: Lifetime): Promise<Lived> {
  const shares = { calm: new Map<Kind, Share>(), withErrors: new Map<Kind, Share>(), due: new Map<Kind, Share>() }
  const past: Past[] = []
  const told: string[] = []
  const ways = new TwoWays(first.content, { kinds: [...ARTIFACT_KINDS, ...kinds], reopens })
  let last = await ways.begin(first.asOf)
  let before = first
  for (const step of steps) {
    const soon = before.asOf + STEP
    const asOf = step.asOf ?? (step.kind === 'time' ? Math.max(soon, last.until ?? soon + DAY) : soon)
    const content = afterStep(before.content, step, asOf)
    const isDue = last.until !== undefined && asOf >= last.until
    const changed = ways.write(content)
    // Where nothing changed there is nothing to publish.
    if (changed.length === 0 && !isDue && step.kind !== 'restart') continue
    past.push({ before, step, asOf })
    told.push(`  ${step.kind} (${step.value}) at ${new Date(asOf).toISOString()}: ${changed.join(', ') || 'no file'}`)
    if (step.kind === 'restart') ways.restart()
    const asked = { asOf, accept: CONFIRMED.has(step.kind) }
    const { incremental, problem } = await ways.publish(changed, {
      ...asked,
      isFresh: step.value % freshEvery === 0 && !REMEMBERED.has(step.kind),
    })
    if (problem !== undefined || !incremental) return { shares, past, failure: [...told, problem].join('\n') }
    const circumstance = isDue ? 'due' : last.hasErrors ? 'withErrors' : 'calm'
    const { isIncremental, whole } = incremental
    count(shares[circumstance], step.kind, { steps: 1, incremental: isIncremental ? 1 : 0, wholes: whole ? [whole] : [] })
    before = { content, asOf }
    last = incremental
  }
  return { shares, past, failure: undefined }
}

const NONE: Share = { steps: 0, incremental: 0, wholes: [] }

function count(shares: Map<Kind, Share>, kind: Kind, { steps, incremental, wholes }: Share): void {
  const before = shares.get(kind) ?? NONE
  shares.set(kind, {
    steps: before.steps + steps,
    incremental: before.incremental + incremental,
    wholes: [...before.wholes, ...wholes],
  })
}

const LAST_STEPS = [1, 2, 3, 5, 8, 13]

/** The same from a first publish as late as possible: what differs after the last steps alone; undefined where all are needed. */
async function shortened(
  { past }: Lived,
  { freshEvery, kinds, reopens }: Omit<Lifetime, 'steps'>,
): Promise<string | undefined> {
  for (const length of LAST_STEPS.filter(length => length < past.length)) {
    const last = past.slice(-length)
    const [first] = last
    if (!first) return undefined
    const steps = last.map(({ step, asOf }) => ({ ...step, asOf }))
    const { failure } = await live(first.before, { steps, freshEvery, kinds, reopens })
    if (failure === undefined) continue
    return `published for the first time after ${past.length - length} changes, and then:\n${failure}`
  }
  return undefined
}

interface Compared {
  /** What both ways came to; undefined where they differ. */
  readonly incremental?: Came
  readonly problem?: string
}

/** One newsroom in two folders: published incrementally, and whole. */
class TwoWays {
  readonly #incremental: TemporaryNewsroom
  readonly #whole: TemporaryNewsroom
  #memory: ResidentMemory = {}
  #files: ReadonlyMap<string, string | Uint8Array>
  readonly #kinds: readonly ArtifactKind[]
  readonly #reopens: boolean

  constructor(content: ChangingNewsroom, { kinds, reopens }: Pick<Lifetime, 'kinds' | 'reopens'>) {
    this.#kinds = kinds
    this.#reopens = reopens
    this.#files = filesOf(content)
    this.#incremental = newsroomOf(Object.fromEntries(this.#files))
    this.#whole = newsroomOf(Object.fromEntries(this.#files))
  }

  /** Publishes both for the first time. */
  async begin(asOf: number): Promise<Came> {
    const asked = { asOf, accept: false, kinds: this.#kinds }
    await publishedWhole(this.#whole, asked)
    return await publishedWhole(this.#incremental, asked, this.#memory)
  }

  /** What the process remembered is lost. */
  restart(): void {
    this.#memory = {}
  }

  /** Writes what is different in this newsroom; the paths of files that changed, came or went. */
  write(content: ChangingNewsroom): readonly string[] {
    const files = filesOf(content)
    const changed = [...files].filter(([path, content]) => this.#files.get(path) !== content)
    const gone = [...this.#files.keys()].filter(path => !files.has(path))
    for (const newsroom of [this.#incremental, this.#whole]) {
      newsroom.write(Object.fromEntries(changed))
      for (const path of gone) newsroom.remove(path)
    }
    this.#files = files
    return [...changed.map(([path]) => path), ...gone]
  }

  /** Publishes both ways after these files changed, and says how they differ. */
  async publish(changed: readonly string[], { isFresh, ...given }: Asked & { readonly isFresh: boolean }): Promise<Compared> {
    const asked = { ...given, kinds: this.#kinds }
    const past = isFresh ? copyOfPast(this.#incremental) : undefined
    try {
      const incremental = await this.#publishIncrementally(changed, asked)
      const whole = await publishedWhole(this.#whole, asked)
      const fresh = past && (await publishedWhole(withSources(past, this.#incremental), asked))
      const way = incremental.isIncremental ? 'publishChanges' : 'publish, with what it remembers,'
      const ofWhole = differenceOf(incremental, whole)
      if (ofWhole !== undefined) return { problem: `${way} differs from a publish without memory:\n${ofWhole}` }
      const ofFresh = fresh && differenceOf(incremental, fresh)
      if (ofFresh !== undefined) return { problem: `${way} differs from a publish without memory and cache:\n${ofFresh}` }
      return { incremental }
    } catch (error) {
      return { problem: error instanceof Error ? `${error.stack}` : String(error) }
    } finally {
      if (past) rmSync(past.root, { recursive: true })
    }
  }

  async #publishIncrementally(changed: readonly string[], asked: Asked): Promise<Came> {
    const newsroom = this.#incremental
    if (this.#reopens && this.#memory.newsroom) this.#memory = newsroom.reopened({ ...ASKED, ...asked, memory: this.#memory })
    const edited = await newsroom.attemptChanges(changed, { ...ASKED, ...asked, memory: this.#memory })
    if (!isWhole(edited)) return cameTo(newsroom, edited)
    return { ...(await publishedWhole(newsroom, asked, this.#memory)), whole: edited.reason }
  }
}

async function publishedWhole(newsroom: TemporaryNewsroom, asked: Asked, memory?: ResidentMemory): Promise<Came> {
  return cameTo(newsroom, await newsroom.publish({ ...ASKED, ...asked, ...(memory && { memory }) }))
}

function cameTo(newsroom: TemporaryNewsroom, result: Parameters<typeof outcomeOf>[0]): Came {
  const outcome = outcomeOf(result)
  if (outcome.kind === 'misconfigured') throw new Error(shown(outcome.diagnostics).join('; '))
  const { stories, states, feeds, upcoming, until, retryAt, timezone, diagnostics, subscribers } = outcome
  // Not `reached`: an incremental publish leaves that of the last whole one, and until then it makes no difference.
  return {
    out: newsroom.out(),
    facts: {
      diagnostics: [...shown(diagnostics)].sort(),
      subscribers: subscribers.flatMap(seenIn).sort(),
      ...{ stories, states, feeds, upcoming, until, retryAt, timezone },
    },
    until,
    hasErrors: diagnostics.some(({ severity }) => severity === 'error'),
    isIncremental: outcome.kind === 'published' && outcome.isUntidy !== undefined,
  }
}

/** What subscribers of a channel see, by ids; nothing where they see nothing. */
function seenIn({ channel, before, added, edited, resurfacing, leaving }: ChannelDiff): readonly string[] {
  const seen = Object.entries({ added, edited, resurfacing, leaving }).filter(([, marks]) => marks.length > 0)
  const ids = seen.map(([name, marks]) => `${name} ${marks.map(({ id }) => id).join(' ')}`)
  return ids.length > 0 ? [`${channel.path} (${before} before): ${ids.join('; ')}`] : []
}

/** What was published before, and what Courant keeps to know it by: all but the cache. */
function copyOfPast({ paths }: TemporaryNewsroom): TemporaryNewsroom {
  const past = new TemporaryNewsroom(temporaryFolder())
  cpSync(paths.out, past.paths.out, { recursive: true, preserveTimestamps: true })
  // Without its identity: with it, this would be the copy of another newsroom, and become a newsroom of its own.
  const filter = (file: string): boolean => !file.endsWith('identity.json')
  if (existsSync(paths.state)) cpSync(paths.state, past.paths.state, { recursive: true, preserveTimestamps: true, filter })
  return past
}

function withSources({ root }: TemporaryNewsroom, { paths }: TemporaryNewsroom): TemporaryNewsroom {
  cpSync(paths.articles, join(root, 'articles'), { recursive: true })
  return new TemporaryNewsroom(root)
}

const MOST_SHOWN = 12

/** How the two ways differ, readable; undefined where they do not. */
function differenceOf(incremental: Came, whole: Came): string | undefined {
  const paths = differingPaths(comparable(incremental.out), comparable(whole.out))
  const facts = Object.keys(whole.facts).filter(name => written(incremental.facts[name]) !== written(whole.facts[name]))
  if (paths.length + facts.length === 0) return undefined
  const [first] = paths
  const texts = ({ out }: Came): string => (first === undefined ? '' : (comparable(out).get(first)?.toString() ?? 'not there'))
  return [
    ...(paths.length > 0 ? [`${paths.length} files differ: ${paths.slice(0, MOST_SHOWN).join(', ')}`] : []),
    ...(first === undefined ? [] : [`${first}:\n${shortDiff(texts(incremental), texts(whole))}`]),
    ...facts.map(name => `${name}:\n${shortDiff(written(incremental.facts[name]), written(whole.facts[name]))}`),
  ].join('\n')
}

/** The manifest as a set: where in it a line is means nothing. Of the record, whose bytes follow from how it came about, whether it is what the manifest says. */
function comparable(out: Tree): Tree {
  const manifest = out.get('manifest.jsonl')
  if (!manifest) return out
  const entries = new Map(
    manifest
      .toString()
      .split('\n')
      .map(line => [/"path":"([^"]*)"/.exec(line)?.[1] ?? '', line]),
  )
  const record = out.get('record.jsonl') ?? Buffer.alloc(0)
  const isRight = entries.get('record.jsonl')?.includes(`"sha256":"${hash('sha256', record, 'hex')}","size":${record.length}`)
  entries.set('record.jsonl', `the record is as the manifest says: ${isRight}`)
  return new Map([...out, ['manifest.jsonl', Buffer.from([...entries.values()].sort().join('\n'))]])
}

function written(fact: unknown): string {
  return JSON.stringify(fact, undefined, 1) ?? 'undefined'
}

const SHOWN_AROUND = 160

/** Where two texts begin to differ. */
function shortDiff(incremental: string, whole: string): string {
  let at = 0
  while (at < incremental.length && incremental[at] === whole[at]) at++
  const part = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - SHOWN_AROUND / 2), at + SHOWN_AROUND))
  return `  incremental: ${part(incremental)}\n  whole:       ${part(whole)}`
}
