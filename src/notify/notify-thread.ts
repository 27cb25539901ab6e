import { Worker } from 'node:worker_threads'
import { endThread } from '../platform/end-thread.ts'
import type { Shared } from '../platform/redis.ts'
import { threadScript } from '../platform/thread-script.ts'
import type { Paths } from '../state/paths.ts'
import { type CountedNotice, hubFailed, type Notifier, type NotifierEars, type SaidNotice, type TopicSite } from './notifier.ts'
import type { HubAnswer } from './read-intent.ts'
import { retryPauseMs } from './retry-pause.ts'

/** How the thread notifies: plain data. */
export interface NotifySettings {
  readonly paths: Pick<Paths, 'out' | 'state'>
  /** The list of what is public, where not the manifest of `out/`. */
  readonly manifest?: string | undefined
  /** Another's address, or `OWN_HUB`. */
  readonly hub: string
  readonly privateCallbacks: boolean
  readonly site: TopicSite
  /** What the own hub shares with that of other processes. */
  readonly shared: Shared | undefined
  /** By which this process published, where others may too. */
  readonly fence?: number | undefined
}

/** What the thread is told. */
export type ToNotifier =
  | { readonly kind: 'published'; readonly site: TopicSite; readonly fence: number | undefined }
  | { readonly kind: 'asked'; readonly number: number; readonly form: string }
  | { readonly kind: 'end' }

/** What the thread says. */
export type FromNotifier =
  | { readonly kind: 'answered'; readonly number: number; readonly answer: HubAnswer }
  | { readonly kind: 'counted'; readonly notice: CountedNotice }
  | { readonly kind: 'said'; readonly said: SaidNotice }
  /** It ends. */
  | { readonly kind: 'failed'; readonly words: string; readonly remedy: string | undefined }

/** A notifier on a thread of its own, so that neither the one that publishes nor the one that serves is ever kept. */
export interface NotifierThread extends Notifier {
  /** What the own hub answers a subscriber's form. */
  readonly ask: (form: string) => Promise<HubAnswer>
}

// What was not delivered by then is delivered by whoever notifies next.
const ENDING_MS = 15_000

const AWAY: HubAnswer = { status: 503, text: 'The hub cannot answer just now.' }

/** Starts the thread; should it end by itself, that is said once, and it is started again when something is published, and after growing pauses. */
export function startNotifier(settings: NotifySettings, { onCounted, onSaid }: NotifierEars): NotifierThread {
  const asked = new Map<number, (answer: HubAnswer) => void>()
  let { site, fence } = settings
  let number = 0
  let worker: Worker | undefined
  /** Why it ended by itself, as it was told. */
  let problem: string | undefined
  let retries = 0
  let retry: NodeJS.Timeout | undefined
  let isEnding = false
  const failed = (words: string, remedy?: string): void => {
    if (words !== problem) onSaid(hubFailed(`${words}; no subscriber is told`, remedy))
    problem = words
  }
  const works = (): void => {
    if (problem !== undefined) onSaid({ level: 'info', event: 'hub-works', words: 'The hub works again.' })
    problem = undefined
    retries = 0
  }
  const start = (): Worker => {
    const script = threadScript('notify-worker', import.meta.url)
    // Where node:sqlite is still called an experiment, that is nothing to tell an operator.
    const execArgv = ['--disable-warning=ExperimentalWarning']
    const started = new Worker(script, { workerData: { ...settings, site, fence } satisfies NotifySettings, execArgv })
    started.on('message', (message: FromNotifier) => {
      if (message.kind === 'answered') asked.get(message.number)?.(message.answer)
      else if (message.kind === 'counted') {
        works()
        onCounted(message.notice)
      } else if (message.kind === 'failed') failed(message.words, message.remedy)
      else onSaid(message.said)
    })
    started.on('error', error => failed(error instanceof Error ? error.message : String(error)))
    started.once('exit', () => {
      if (worker === started) worker = undefined
      for (const answer of asked.values()) answer(AWAY)
      if (problem === undefined || isEnding) return
      retry ??= setTimeout(() => {
        retry = undefined
        worker ??= start()
      }, retryPauseMs(++retries)).unref()
    })
    return started
  }
  const tell = (message: ToNotifier): void => worker?.postMessage(message)
  worker = start()
  return {
    published: (moved, by) => {
      site = moved
      fence = by
      worker ??= start()
      tell({ kind: 'published', site, fence })
    },
    ask: async form => {
      if (!worker) return AWAY
      const mine = number++
      const { promise, resolve } = Promise.withResolvers<HubAnswer>()
      asked.set(mine, resolve)
      tell({ kind: 'asked', number: mine, form })
      return await promise.finally(() => asked.delete(mine))
    },
    [Symbol.asyncDispose]: async () => {
      isEnding = true
      clearTimeout(retry)
      const ending = worker
      if (!ending) return
      const ended = new Promise(resolve => ending.once('exit', resolve))
      tell({ kind: 'end' })
      await endThread(ending, { ms: ENDING_MS, ended })
    },
  }
}
