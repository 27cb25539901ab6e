import type { DatabaseSync } from 'node:sqlite'
import type { Instant } from '../model/instant.ts'
import {
  type DeliveryOutcome,
  type DueDelivery,
  type HubLimits,
  type HubStore,
  type Intent,
  KEPT_MS,
  type PendingIntent,
} from './hub-store.ts'
import { GIVE_UP_MS, LONGEST_MS, putOffMs, retryPauseMs } from './retry-pause.ts'
import { HubFile, hubFileRemedy, opening, type Row, secretIn, textIn } from './sqlite-hub-file.ts'

/**
 * Opens the hub's store in a file of this disk, which one process uses at a time. What a kill left undelivered is due again.
 * @throws EnvironmentError where it cannot be used
 */
export function openSqliteStore(file: string): HubStore {
  return opening(file, () => new SqliteHubStore(new HubFile(file)))
}

class SqliteHubStore implements HubStore {
  readonly isShared = false
  /** Nobody else makes anything due, but the clock may be set. */
  readonly lookEveryMs: number = 60_000
  #file: HubFile
  readonly #statements = new Map<string, ReturnType<DatabaseSync['prepare']>>()
  /** Requests up to this id are from before, and nobody sees to them. */
  #left: number
  /** There are no more subscriptions and requests than this: to count them all takes a while. */
  #atMost = Number.POSITIVE_INFINITY
  /** Whether somebody found no room. */
  #isCrowded = false
  /** What the next commit carries. */
  #waiting: Waiting[] = []

  constructor(file: HubFile) {
    this.#file = file
    this.#run('UPDATE subscription SET taken = 0, delivered = NULL WHERE taken = 1', [])
    this.#left = this.#number('SELECT max(id) AS number FROM intent', [])
  }

  remedyOf(error: unknown) {
    return hubFileRemedy(error, this.#file.path)
  }

  async topics() {
    return new Map(this.#all('SELECT path, sha256 FROM topic', []).map(row => [textIn(row, 'path'), textIn(row, 'sha256')]))
  }

  async note(topics: ReadonlyMap<string, string>, at: Instant) {
    this.#keepFile()
    const known = await this.topics()
    const changed = [...topics].filter(([path, sha256]) => known.get(path) !== sha256)
    if (changed.length === 0) return
    this.#inOneStep(() => {
      for (const [path, sha256] of changed) {
        this.#run('INSERT INTO topic VALUES (?, ?) ON CONFLICT DO UPDATE SET sha256 = excluded.sha256', [path, sha256])
        // A subscriber that is waited for keeps its pace, and gets the latest.
        this.#run('UPDATE subscription SET due = coalesce(due, ?), since = ? WHERE topic = ? AND delivered IS NOT ?', [
          at,
          at,
          path,
          sha256,
        ])
      }
    })
  }

  async request(intent: Intent, limits: HubLimits, at: Instant) {
    const { topic, callback, mode, url, secret, leaseSeconds } = intent
    const host = new URL(callback).hostname
    return await this.#together((): PendingIntent | undefined => {
      const isKnown = this.#countBoth('topic = ? AND callback = ?', [topic, callback]) > 0
      if (!isKnown && !this.#hasRoom(host, limits, at)) return undefined
      this.#atMost++
      this.#run('DELETE FROM intent WHERE topic = ? AND callback = ?', [topic, callback])
      const id = this.#run(
        'INSERT INTO intent (topic, callback, host, mode, url, secret, lease_seconds) VALUES (?, ?, ?, ?, ?, ?, ?)',
        [topic, callback, host, mode, url, secret ?? null, leaseSeconds],
      )
      return { ...intent, id }
    })
  }

  #hasRoom(host: string, { perHost, all }: HubLimits, at: Instant): boolean {
    const isAtHost = (): boolean => this.#countBoth('host = ?', [host]) < perHost
    if (!isAtHost()) this.#run('DELETE FROM subscription WHERE host = ? AND expires <= ? AND taken = 0', [host, at])
    return isAtHost() && !this.#isFull(all)
  }

  #isFull(all: number): boolean {
    if (this.#atMost >= all) this.#atMost = this.#countBoth('true', [])
    this.#isCrowded ||= this.#atMost >= all
    return this.#atMost >= all
  }

  /** Subscriptions and requests. */
  #countBoth(where: string, values: readonly string[]): number {
    const counted = ['subscription', 'intent'].map(table => `(SELECT count(*) FROM ${table} WHERE ${where})`)
    return this.#number(`SELECT ${counted.join(' + ')} AS number`, [...values, ...values])
  }

  async pending() {
    const left = this.#left
    this.#left = 0
    return this.#all('SELECT * FROM intent WHERE id <= ?', [left]).map(
      (row): PendingIntent => ({
        id: Number(row.id),
        mode: row.mode === 'subscribe' ? 'subscribe' : 'unsubscribe',
        topic: textIn(row, 'topic'),
        url: textIn(row, 'url'),
        callback: textIn(row, 'callback'),
        secret: secretIn(row),
        leaseSeconds: Number(row.lease_seconds),
      }),
    )
  }

  async confirm({ id, mode, topic, callback, secret, leaseSeconds }: PendingIntent, at: Instant) {
    await this.#together(() => {
      if (this.#number('SELECT count(*) AS number FROM intent WHERE id = ?', [id]) === 0) return
      this.#run('DELETE FROM intent WHERE id = ?', [id])
      if (mode === 'unsubscribe') this.#run('DELETE FROM subscription WHERE topic = ? AND callback = ?', [topic, callback])
      else
        this.#run(
          `INSERT INTO subscription (topic, callback, host, secret, expires, since, delivered)
           VALUES (?, ?, ?, ?, ?, ?, (SELECT sha256 FROM topic WHERE path = ?))
           ON CONFLICT DO UPDATE SET secret = excluded.secret, expires = excluded.expires, since = excluded.since,
           failures = 0, due = iif(delivered IS excluded.delivered, due, excluded.since)`,
          [topic, callback, new URL(callback).hostname, secret ?? null, at + leaseSeconds * 1000, at, topic],
        )
    })
  }

  async refuse({ id }: PendingIntent) {
    await this.#together(() => this.#run('DELETE FROM intent WHERE id = ?', [id]))
  }

  async take(at: Instant, most: number, mostFailing = most) {
    return this.#inOneStep(() => {
      const fresh = this.#dueAmong(0, { at, most })
      const due = [...fresh, ...this.#dueAmong(1, { at, most: Math.min(most - fresh.length, mostFailing) })]
      for (const { id } of due) this.#run('UPDATE subscription SET taken = 1 WHERE id = ?', [id])
      return due
    })
  }

  /** In the order of an index: to put a hundred thousand in order for each few that are taken would take longer than to send them. */
  #dueAmong(isFailing: 0 | 1, { at, most }: { readonly at: Instant; readonly most: number }): readonly DueDelivery[] {
    return this.#all(
      `SELECT id, topic, callback, secret, sha256 FROM subscription JOIN topic ON path = topic
       WHERE (failures > 0) = ? AND due IS NOT NULL AND due <= ? AND taken = 0 AND expires > ? ORDER BY due, id LIMIT ?`,
      [isFailing, at, at, most],
    ).map(row => ({
      id: Number(row.id),
      topic: textIn(row, 'topic'),
      callback: textIn(row, 'callback'),
      secret: secretIn(row),
      sha256: textIn(row, 'sha256'),
      ...(isFailing === 1 && { isFailing: true }),
    }))
  }

  async conclude(outcomes: readonly DeliveryOutcome[], at: Instant) {
    if (outcomes.length > 0) this.#inOneStep(() => outcomes.forEach(outcome => void this.#concludeOne(outcome, at)))
  }

  #concludeOne(outcome: DeliveryOutcome, at: Instant): void {
    const { id } = outcome
    if (outcome.kind === 'gone') this.#run('DELETE FROM subscription WHERE id = ?', [id])
    else if (outcome.kind === 'put-off') {
      const sinceMs = at - this.#number('SELECT since AS number FROM subscription WHERE id = ?', [id])
      const due = at + putOffMs(sinceMs)
      this.#run('UPDATE subscription SET taken = 0, due = iif(? - since > ?, NULL, ?) WHERE id = ?', [due, GIVE_UP_MS, due, id])
    } else if (outcome.kind === 'delivered')
      // What was published meanwhile is due at once.
      this.#run(
        `UPDATE subscription SET taken = 0, failures = 0, delivered = ?,
         due = iif(? = (SELECT sha256 FROM topic WHERE path = subscription.topic), NULL, ?) WHERE id = ?`,
        [outcome.sha256, outcome.sha256, at, id],
      )
    else this.#fail(id, at)
  }

  #fail(id: number, at: Instant): void {
    const failures = this.#number('SELECT failures AS number FROM subscription WHERE id = ?', [id]) + 1
    const due = at + retryPauseMs(failures)
    this.#run(
      'UPDATE subscription SET taken = 0, failures = ?, delivered = NULL, due = iif(? - since > ?, NULL, ?) WHERE id = ?',
      [failures, due, GIVE_UP_MS, due, id],
    )
  }

  async nextDue(at: Instant) {
    const where = 'due IS NOT NULL AND taken = 0 AND expires > ?'
    const [row] = this.#all(`SELECT min(due) AS due FROM subscription WHERE ${where}`, [at])
    return typeof row?.due === 'number' ? row.due : undefined
  }

  async mendDue(at: Instant, { isSetBack }: { readonly isSetBack: boolean }) {
    const atLast = isSetBack ? at : at + LONGEST_MS
    this.#run('UPDATE subscription SET due = ?, since = min(since, ?) WHERE due > ? AND taken = 0', [at, at, atLast])
    if (isSetBack)
      this.#run('UPDATE subscription SET due = ?, since = ? WHERE due IS NULL AND delivered IS NULL AND taken = 0', [at, at])
  }

  async count(at: Instant) {
    this.#run('DELETE FROM subscription WHERE expires <= ? AND taken = 0', [this.#isCrowded ? at : at - KEPT_MS])
    this.#isCrowded = false
    return this.#number('SELECT count(*) AS number FROM subscription WHERE expires > ?', [at])
  }

  async [Symbol.asyncDispose]() {
    this.#commitWaiting()
    this.#keepFile()
    this.#file.database.close()
  }

  /** Who clears `.courant/` takes the file along, and would have what is written from then on be lost with this process. */
  #keepFile(): void {
    const saved = this.#file.savedAnew()
    if (!saved) return
    this.#file.database.close()
    this.#file = saved
    this.#statements.clear()
  }

  #statement(sql: string) {
    const known = this.#statements.get(sql) ?? this.#file.database.prepare(sql)
    this.#statements.set(sql, known)
    return known
  }

  #all(sql: string, values: readonly Value[]): readonly Row[] {
    return this.#statement(sql).all(...values)
  }

  #number(sql: string, values: readonly Value[]): number {
    return Number(this.#statement(sql).get(...values)?.number ?? 0)
  }

  /** The id of what was inserted last. */
  #run(sql: string, values: readonly Value[]): number {
    return Number(this.#statement(sql).run(...values).lastInsertRowid)
  }

  /** Does it in one commit with all that is asked for meanwhile: each commit waits for the disk. */
  #together<T>(work: () => T): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    if (this.#waiting.length === 0) setImmediate(() => this.#commitWaiting())
    const begin = (): (() => void) => {
      const done = work()
      return () => resolve(done)
    }
    this.#waiting.push({ begin, reject })
    return promise
  }

  #commitWaiting(): void {
    const waiting = this.#waiting
    this.#waiting = []
    if (waiting.length === 0) return
    try {
      for (const resolve of this.#inOneStep(() => waiting.map(({ begin }) => begin()))) resolve()
    } catch (error) {
      for (const { reject } of waiting) reject(error)
    }
  }

  #inOneStep<T>(work: () => T): T {
    this.#file.database.exec('BEGIN IMMEDIATE')
    try {
      const done = work()
      this.#file.database.exec('COMMIT')
      return done
    } catch (error) {
      this.#file.database.exec('ROLLBACK')
      throw error
    }
  }
}

interface Waiting {
  /** Does it, and answers with what tells whoever asked, once it is written. */
  readonly begin: () => () => void
  readonly reject: (error: unknown) => void
}

type Value = string | number | null
