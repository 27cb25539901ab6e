import { residentGround } from './ground.ts'
import type { SourcePath } from './model/address.ts'
import type { Upcoming } from './model/edition.ts'
import type { Instant } from './model/instant.ts'
import { type PublishResult, publish } from './publish.ts'
import { type PublishAhead, publishAhead } from './publish-ahead.ts'
import { type PublishedBodies, publishBodies } from './publish-bodies.ts'
import { publishIfChanged, type Unchanged } from './publish-if-changed.ts'
import { untilOf } from './publish-outcome.ts'
import type { PublishRequest, ResidentMemory } from './publish-request.ts'
import { addReleases, type Release } from './store/releases-file.ts'
import { expectedReleases } from './store/standstill.ts'

/** How a publisher that keeps running publishes. */
export type PublisherSettings = Omit<PublishRequest, 'asOf' | 'memory' | 'dryRun' | 'accept' | 'onTurnover' | 'onPlaced'> & {
  /** Told as soon as what was published stands in `out/`. */
  readonly onPlaced: () => void
}

/** What a publisher is asked to do. */
export interface Asked {
  readonly asOf: Instant
  /** Why: the first publish, a beat, something due or something saved. */
  readonly reason: 'start' | 'beat' | 'due' | 'saved'
  /** The files that changed since it was last asked; undefined where there is no telling. */
  readonly changed: readonly SourcePath[] | undefined
}

// Long enough for the largest newsrooms to be ready, short enough that little is written meanwhile.
const AHEAD_MS = 60_000

// The clock may be set meanwhile, and no timer waits for a month.
const LONGEST_WAIT_MS = 60 * 60 * 1000

/** Publishes again and again: remembers the last publish, and makes what is due before its time. */
export class Publisher implements Disposable {
  readonly #settings: PublisherSettings
  readonly #memory: ResidentMemory = {}
  #expected: readonly Upcoming[]
  #ahead: PublishAhead | undefined
  #preparing: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #placedAt: Instant | undefined
  #released: readonly Release[] = []

  constructor(settings: PublisherSettings) {
    this.#settings = settings
    this.#expected = expectedReleases(settings.paths)
  }

  /** Publishes once. Never called while it is at it. @throws EnvironmentError as `publish` does */
  async publish(asked: Asked): Promise<PublishResult | PublishedBodies | Unchanged> {
    clearTimeout(this.#timer)
    await this.#preparing
    this.#placedAt = undefined
    const result = await this.#publishBy(asked)
    this.#released = this.#placedAt === undefined ? [] : this.#releasesAt(asked.asOf, this.#placedAt)
    addReleases(this.#settings.paths, this.#released)
    if (result.kind === 'published') this.#expected = result.edition.upcoming
    this.#prepareIn(untilOf(result))
    return result
  }

  async #publishBy({ asOf, reason, changed }: Asked): Promise<PublishResult | PublishedBodies | Unchanged> {
    using ahead = this.#take()
    if (reason === 'due' && ahead && ahead.due <= asOf && changed?.length === 0) {
      const released = await ahead.release()
      if (released) return released
    }
    const request = this.#requestFor(asOf)
    // The first publish is whole, whatever stands: the edits that follow build on it.
    if (reason === 'start') return await publish(request)
    const ground = reason === 'saved' && changed ? residentGround(this.#memory, request) : undefined
    return (ground && (await publishBodies(request, { ground, changed: changed ?? [] }))) ?? (await publishIfChanged(request))
  }

  #requestFor(asOf: Instant): PublishRequest {
    const onPlaced = (): void => {
      this.#placedAt = Date.now()
      this.#settings.onPlaced()
    }
    return { ...this.#settings, onPlaced, asOf, memory: this.#memory, dryRun: false, accept: false, onTurnover: 'hold' }
  }

  #take(): PublishAhead | undefined {
    const ahead = this.#ahead
    this.#ahead = undefined
    return ahead
  }

  /** Makes what is due ahead of its time, once that is near. */
  #prepareIn(due: Instant | undefined): void {
    if (due === undefined) return
    const inMs = due - AHEAD_MS - Date.now()
    const prepareOrWait = (): void => {
      if (due - AHEAD_MS > Date.now()) this.#prepareIn(due)
      else this.#preparing = this.#prepare(due)
    }
    this.#timer = setTimeout(prepareOrWait, Math.min(Math.max(0, inMs), LONGEST_WAIT_MS)).unref()
  }

  /** Whatever goes wrong is for the publish at its time to say. */
  async #prepare(due: Instant): Promise<void> {
    try {
      this.#ahead = await publishAhead(this.#requestFor(due))
    } catch {
      this.#ahead = undefined
    }
  }

  /** What the last publish released that was known to be due. */
  get released(): readonly Release[] {
    return this.#released
  }

  #releasesAt(asOf: Instant, actual: Instant): readonly Release[] {
    const due = this.#expected.filter(({ at }) => at <= asOf)
    return due.map(({ kind, at, path, title }): Release => ({ kind, path, title, due: at, actual }))
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#take()?.[Symbol.dispose]()
  }
}
