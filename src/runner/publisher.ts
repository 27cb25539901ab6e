import { SITE_FILE } from '../config/read-site.ts'
import type { MadeAhead } from '../engine/made-ahead.ts'
import { publish } from '../engine/publish.ts'
import { publishChanges } from '../engine/publish-changes.ts'
import { untilOf } from '../engine/publish-outcome.ts'
import type { PublishRequest, ResidentMemory } from '../engine/publish-request.ts'
import type { Published, PublishResult, Unchanged } from '../engine/publish-result.ts'
import { publishWhole } from '../engine/publish-whole.ts'
import type { SourcePath } from '../model/address.ts'
import type { Upcoming } from '../model/edition.ts'
import { isWhole, type Whole, type WholeReason, whole } from '../model/explanation.ts'
import type { Instant } from '../model/instant.ts'
import type { Theme } from '../model/theme.ts'
import type { Fence } from '../output/fence.ts'
import { EnvironmentError } from '../platform/environment-error.ts'
import {
  addReleases,
  dueSince,
  expectedBy,
  type PublishedEdition,
  type Release,
  releasesIn,
  rememberedUpcoming,
} from '../state/releases.ts'
import { readTheme } from '../theme/read-theme.ts'
import { Interrupted } from './interrupted.ts'
import { makeAhead } from './make-ahead.ts'

/** How a publisher that keeps running publishes. */
export type PublisherSettings = Omit<
  PublishRequest,
  'asOf' | 'fence' | 'byClock' | 'theme' | 'memory' | 'dryRun' | 'accept' | 'onTurnover' | 'onPlaced'
> & {
  /** Told as soon as what was published stands in `out/`. */
  readonly onPlaced: () => void
}

/** What a publisher is asked to do. */
export interface Asked {
  readonly asOf: Instant
  /** Why: the first publish, a beat, something due, something saved, or texts that took too long and are tried again. */
  readonly reason: 'start' | 'beat' | 'due' | 'saved' | 'retry'
  /** The files that changed since it was last asked; undefined where there is no telling. */
  readonly changed: readonly SourcePath[] | undefined
  /** By which it publishes, where several processes may. */
  readonly fence?: Fence | undefined
}

// Longer than a text may take that is rendered for the first time; twice as long as it took before, where that is longer.
const AHEAD_MS = 60_000

// Who saves again and again is not kept waiting by what is made in between.
const QUIET_MS = 1000

// The clock may be set meanwhile, and no timer waits for a month.
const LONGEST_WAIT_MS = 60 * 60 * 1000

// A publish that gives way begins again. Where something is due again and again, it is finished all the same.
const LONGEST_PUT_OFF_MS = 60_000

/** Publishes again and again: remembers the last publish, and makes what is due before its time. */
export class Publisher implements Disposable {
  readonly #settings: PublisherSettings
  readonly #memory: ResidentMemory = {}
  #expected: readonly Upcoming[] = []
  /** Whether that is known. The first publish reads it from the state, so that a damaged one is an error of a publish. */
  #isExpectedKnown = false
  #ahead: MadeAhead | undefined
  /** The templates that it last published with. */
  #theme: Theme | undefined
  /** By which it last published. */
  #fence: Fence | undefined
  #preparing: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #placedAt: Instant | undefined
  /** Whether it has not published yet, or found that there is nothing to. */
  #isFirst = true
  /** Since when nothing could be published; undefined while it can. */
  #failingSince: Instant | undefined
  /** What making ahead took the last time, milliseconds. */
  #lastMs = 0
  #released: readonly Release[] = []
  /** The publish in progress, and what ends it. */
  #current: { readonly reason: Asked['reason']; readonly interruption: AbortController } | undefined
  /** Ends the time that slow texts have while something is made ahead. */
  #giveUp = new AbortController()
  #putOffSince: Instant | undefined
  #isPartial = false

  constructor(settings: PublisherSettings) {
    this.#settings = settings
  }

  /**
   * Publishes once. Never called while it is at it.
   * @throws EnvironmentError as `publish` does; Interrupted where it gave way to what is due, with nothing touched
   */
  async publish(asked: Asked): Promise<PublishResult | Unchanged> {
    clearTimeout(this.#timer)
    this.#giveUp.abort()
    await this.#preparing
    this.#fence = asked.fence
    this.#placedAt = undefined
    this.#released = []
    this.#isPartial = false
    const result = await this.#publishOrForget(asked)
    if (this.#placedAt !== undefined && result.kind === 'published')
      this.#released = releasesIn(result, { expected: this.#expectedOf(result), actual: this.#placedAt })
    addReleases(this.#settings.paths, this.#released)
    // What another process published, and neither delivered nor told of.
    if (this.#isFirst && result.kind === 'unchanged') this.#settings.onPlaced()
    if (result.kind === 'published' || result.kind === 'unchanged') {
      this.#failingSince = undefined
      this.#isFirst = false
    }
    if (result.kind === 'published') this.#expected = expectedBy(result.edition)
    // What was due by then, another has published.
    else if (result.kind === 'unchanged') this.#expected = this.#expected.filter(({ at }) => at > asked.asOf)
    this.#prepareIn(untilOf(result), asked)
    return result
  }

  /** What was known to be to come, and what came due unknown since nothing could be published. */
  #expectedOf(result: PublishedEdition): readonly Upcoming[] {
    const known = this.#expected
    if (this.#failingSince === undefined) return known
    const isNew = ({ kind, path }: Upcoming): boolean => !known.some(one => one.kind === kind && one.path === path)
    return [...known, ...dueSince(result, this.#failingSince).filter(isNew)]
  }

  /** Where not all that changed was published, the next edit has nothing to build on. */
  async #publishOrForget(asked: Asked): Promise<PublishResult | Unchanged> {
    let isOut = false
    try {
      if (!this.#isExpectedKnown) this.#expected = rememberedUpcoming(this.#settings.paths)
      this.#isExpectedKnown = true
      const result = await this.#publishBy(asked)
      isOut = result.kind !== 'misconfigured' && result.kind !== 'stopped'
      return result
    } catch (error) {
      // Nothing was touched: what the last publish left is there still.
      isOut = error instanceof Interrupted
      throw error
    } finally {
      if (!isOut) {
        this.#forget()
        this.#failingSince ??= asked.asOf
      }
    }
  }

  async #publishBy(asked: Asked): Promise<PublishResult | Unchanged> {
    const { reason, asOf } = asked
    const released = reason === 'due' ? await this.#release(asked) : whole('unknown-change')
    if (!isWhole(released)) return released
    const interruption = new AbortController()
    this.#current = { reason, interruption }
    try {
      const result = await this.#publishNow(asked, { interrupted: interruption.signal, whole: released.reason })
      this.#putOffSince = undefined
      return result
    } finally {
      this.#current = undefined
      // It is of use to whoever is interrupted for it alone.
      if (!interruption.signal.aborted && this.#ahead && this.#ahead.due <= asOf) this.#take()?.[Symbol.dispose]()
    }
  }

  /** Publishes what is due, by the last word of its authors. What was saved since, other stories, is left to the next publish. */
  async #release({ asOf, changed }: Asked): Promise<Published | Whole> {
    using ahead = this.#take()
    const request = { ...this.#requestFor(asOf, this.#themeNow()), ahead }
    const published = await publishChanges(request, [SITE_FILE, ...this.#concerned(asOf)])
    this.#isPartial = !isWhole(published) && changed?.length !== 0
    return published
  }

  /** The files of the stories that something is due for. */
  #concerned(due: Instant): readonly SourcePath[] {
    return this.#expected.filter(({ at }) => at <= due).map(({ path }) => path)
  }

  /** The theme; as it was, where it is away: that keeps no story waiting. */
  #themeNow(): Theme | undefined {
    try {
      return readTheme(this.#settings.paths)
    } catch (error) {
      if (error instanceof EnvironmentError && error.code === 'no-theme') return this.#theme
      throw error
    }
  }

  /** Has the publish in progress give way to what is due, where that is ready, or where it only tries slow texts again. */
  interrupt(): void {
    if (!this.#current) return
    const now = Date.now()
    const { reason, interruption } = this.#current
    const isReady = this.#ahead !== undefined && this.#ahead.due <= now
    if (reason !== 'retry' && !isReady) return
    this.#putOffSince ??= now
    if (now - this.#putOffSince < LONGEST_PUT_OFF_MS) interruption.abort(new Interrupted())
  }

  /** `whole`: why what is due was not published by itself, where it is due. */
  async #publishNow(
    { asOf, reason, changed }: Asked,
    { interrupted, whole: why }: { readonly interrupted: AbortSignal; readonly whole: WholeReason },
  ): Promise<PublishResult | Unchanged> {
    const request = { ...this.#requestFor(asOf), interrupted }
    if (reason === 'retry') return await publishWhole({ ...request, slow: 'now', whole: 'retry' })
    // What comes takes all threads: one of the newest stories is in dozens of feeds.
    if (reason === 'start') {
      request.pool.warm()
      return await publish({ ...request, whole: 'start' })
    }
    const mayChange = changed !== undefined && reason === 'saved'
    const published = mayChange ? await publishChanges(request, changed) : whole(why)
    return isWhole(published) ? await publish({ ...request, whole: published.reason }) : published
  }

  #requestFor(
    asOf: Instant,
    theme: Theme | undefined = readTheme(this.#settings.paths),
  ): PublishRequest & { readonly memory: ResidentMemory } {
    const onPlaced = (): void => {
      this.#placedAt = Date.now()
      this.#settings.onPlaced()
    }
    this.#theme = theme
    return {
      ...this.#settings,
      onPlaced,
      asOf,
      fence: this.#fence,
      byClock: true,
      theme,
      memory: this.#memory,
      dryRun: false,
      accept: false,
      onTurnover: 'hold',
      slow: 'later',
    }
  }

  #forget(): void {
    this.#memory.newsroom?.close()
    delete this.#memory.newsroom
  }

  #take(): MadeAhead | undefined {
    const ahead = this.#ahead
    this.#ahead = undefined
    return ahead
  }

  /** Makes what is due ahead of its time, once that is near; not again, where it is ready and other stories changed. */
  #prepareIn(due: Instant | undefined, after?: Asked): void {
    if (due === undefined) return
    const concerned = new Set(this.#concerned(due))
    if (this.#ahead?.due === due && after?.changed?.some(path => concerned.has(path)) === false) return
    const aheadMs = Math.max(AHEAD_MS, 2 * this.#lastMs)
    const inMs = due - aheadMs - Date.now()
    const prepareOrWait = (): void => {
      const leftMs = due - Date.now()
      if (leftMs > aheadMs) this.#prepareIn(due)
      else if (leftMs > this.#lastMs) this.#preparing = this.#prepare(due)
    }
    this.#timer = setTimeout(prepareOrWait, Math.min(Math.max(QUIET_MS, inMs), LONGEST_WAIT_MS)).unref()
  }

  /** Whatever goes wrong is for the publish at its time to say. */
  async #prepare(due: Instant): Promise<void> {
    try {
      const startedMs = performance.now()
      this.#giveUp = new AbortController()
      // Nobody waits for a text that takes long meanwhile, and it is out in time.
      const request = { ...this.#requestFor(due), slow: 'now', giveUp: this.#giveUp.signal } as const
      this.#take()?.[Symbol.dispose]()
      this.#ahead = await makeAhead(request)
      this.#lastMs = performance.now() - startedMs
    } catch {
      this.#ahead = undefined
    }
  }

  /** What the last publish released that was known to be due. */
  get released(): readonly Release[] {
    return this.#released
  }

  /** Whether the last publish published what was due, and left what was saved to the next. */
  get isPartial(): boolean {
    return this.#isPartial
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#take()?.[Symbol.dispose]()
    this.#forget()
  }
}
