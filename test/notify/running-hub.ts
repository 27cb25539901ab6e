import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Reach } from '../../src/notify/callback.ts'
import { Hub, type HubOptions } from '../../src/notify/hub.ts'
import type { HubStore } from '../../src/notify/hub-store.ts'
import type { CountedNotice } from '../../src/notify/notifier.ts'
import type { HubAnswer } from '../../src/notify/read-intent.ts'
import { openSqliteStore } from '../../src/notify/sqlite-hub-store.ts'
import { until } from '../cli/courant.ts'
import { temporaryFolder, writeFiles } from '../support/newsroom.ts'

export const SITE = { origin: 'https://news.example.org', basePath: '' }
export const TOPIC = 'https://news.example.org/feed.atom'

/** Private callbacks, since subscribers of tests are on this machine. */
export const REACH: HubOptions['reach'] = {
  allowPrivate: true,
  lookup: undefined,
  // No test waits for these: a machine that is busy with others may be slow.
  timeouts: { verificationMs: 30_000, deliveryMs: 30_000 },
}

/** What keeps a hub's subscriptions. */
export interface HubEngine {
  /** Opens the same store each time. */
  readonly open: () => Promise<HubStore>
  /** Told the time whenever somebody asks for it. */
  readonly setClock?: (now: number) => void
}

/** The store of one process, in a file. */
export function embedded(): HubEngine {
  const file = join(temporaryFolder(), 'hub.sqlite')
  return { open: async () => openSqliteStore(file) }
}

/** A hub over a folder of feeds, with a clock that stands until it is moved. */
export class HubOnTrial {
  readonly out: string = temporaryFolder()
  readonly counted: CountedNotice[] = []
  readonly said: string[] = []
  now: number = Date.UTC(2026, 5, 1)
  readonly #engine: HubEngine
  #hub: Hub | undefined

  constructor(engine: HubEngine = embedded()) {
    this.#engine = engine
  }

  /** Puts feeds in place with a manifest, as a publish leaves them, and tells the hub. */
  publish(feeds: Readonly<Record<string, string>>): void {
    this.place(feeds)
    this.#hub?.published(SITE)
  }

  /** The same, and nobody tells the hub. */
  place(feeds: Readonly<Record<string, string>>): void {
    const lines = Object.entries(feeds).map(([path, text]) =>
      JSON.stringify({ path, sha256: createHash('sha256').update(text).digest('hex'), size: Buffer.byteLength(text) }),
    )
    writeFiles(this.out, { ...feeds, 'manifest.jsonl': `{"courant-manifest":1}\n${lines.sort().join('\n')}\n` })
  }

  async open(options: Partial<Pick<HubOptions, 'limits'>> & { readonly reach?: Omit<Reach, 'signal'> } = {}): Promise<this> {
    this.#hub = await Hub.open({
      out: this.out,
      site: SITE,
      store: await this.#engine.open(),
      fence: 1,
      reach: REACH,
      now: () => {
        this.#engine.setClock?.(this.now)
        return this.now
      },
      onCounted: notice => this.counted.push(notice),
      onSaid: ({ words }) => this.said.push(words),
      ...options,
    })
    onTestFinished(() => this.close())
    return this
  }

  async close(): Promise<void> {
    const hub = this.#hub
    this.#hub = undefined
    await hub?.[Symbol.asyncDispose]()
  }

  readonly askForm = async (form: string): Promise<HubAnswer> => (await this.#hub?.ask(form)) ?? { status: 503, text: 'closed' }

  /** Asks for the first feed, unless the fields say otherwise. */
  ask(fields: Readonly<Record<string, string>>): Promise<HubAnswer> {
    return this.askForm(new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.topic': TOPIC, ...fields }).toString())
  }

  /** Asks, and waits until the hub has asked back. */
  async subscribe(callback: string, fields: Readonly<Record<string, string>> = {}): Promise<void> {
    const before = this.verified
    await this.ask({ 'hub.callback': callback, ...fields })
    await until(() => (this.verified > before ? true : undefined))
  }

  /** How many intents were asked about. */
  get verified(): number {
    return this.counted.filter(({ kind }) => kind === 'verification').length
  }

  /** How many subscriptions hold, as it was counted last. */
  get subscriptions(): number | undefined {
    const last = this.counted.findLast(({ kind }) => kind === 'subscriptions')
    return last?.kind === 'subscriptions' ? last.count : undefined
  }

  /** How deliveries went so far. */
  get deliveries(): readonly string[] {
    return this.counted.flatMap(notice => (notice.kind === 'delivery' ? [notice.outcome] : []))
  }

  /** Moves the clock, and has the hub look. */
  pass(milliseconds: number): void {
    this.now += milliseconds
    this.#hub?.published(SITE)
  }
}
