import { describe, expect, test } from 'vitest'
import { type CountedSettings, countMetrics } from '../../src/serve/metrics.ts'

const STATES = { released: 3, withdrawn: 1, embargoed: 2, waiting: 0, draft: 4, expired: 0 }
const MISTAKE = { severity: 'error', code: 'yaml', path: 'a.md', line: 1, column: 1, message: '', remedy: '' } as const
const PUBLISH = {
  ...{ reason: 'saved', kind: 'published', seconds: 0.2, states: STATES, upcoming: 5, lateness: [] },
  diagnostics: [MISTAKE],
}
const ALONE: CountedSettings = { hub: undefined, places: [], deliveredAt: undefined }

/** What is counted, and the lines of it that tell of one metric. */
function counting() {
  const metrics = countMetrics()
  const linesOf = async (name: string) =>
    (await metrics.text()).split('\n').filter(line => new RegExp(`^courant_${name}[ {]`).test(line))
  return { metrics, linesOf }
}

describe('countMetrics', () => {
  test('leaves out what was not measured yet, at the first question and where one follows at once', async () => {
    const { metrics } = counting()
    for (const text of [await metrics.text(), await metrics.text()]) {
      expect(text).toContain('nodejs_heap_size_used_bytes')
      expect(text).not.toMatch(/ (NaN|9223372036\S*)$/im)
    }
    await expect.poll(() => metrics.text(), { interval: 200 }).toMatch(/^nodejs_eventloop_lag_mean_seconds \d/m)
  })

  test('tells of the newsroom as it was published only while this process publishes', async () => {
    const { metrics, linesOf } = counting()
    const told = async () => [...(await linesOf('stories')), ...(await linesOf('mistakes')), ...(await linesOf('upcoming'))]
    expect(await told()).toEqual([])
    metrics.published(PUBLISH)
    expect(await told()).toEqual([
      ...Object.entries(STATES).map(([state, count]) => `courant_stories{state="${state}"} ${count}`),
      'courant_mistakes{severity="error",code="yaml"} 1',
      'courant_upcoming 5',
    ])
    metrics.leads(false)
    expect(await told()).toEqual([])
    // What was in hand.
    metrics.published(PUBLISH)
    expect(await told()).toEqual([])
    metrics.leads(true)
    metrics.published(PUBLISH)
    expect(await told()).toHaveLength(8)
  })

  test('tells from the start when each place had everything, and forgets places that are named no more', async () => {
    const { metrics, linesOf } = counting()
    const told = () => linesOf('last_delivery_timestamp_seconds')
    metrics.settled({ ...ALONE, places: ['live', 's3://b/'] })
    expect(await told()).toEqual([
      'courant_last_delivery_timestamp_seconds{to="live"} 0',
      'courant_last_delivery_timestamp_seconds{to="s3://b/"} 0',
    ])
    metrics.delivered({ to: 'live', kind: 'failed', files: 0 }, 60_000)
    metrics.delivered({ to: 's3://b/', kind: 'delivered', files: 0 }, 60_000)
    expect(await told()).toEqual([
      'courant_last_delivery_timestamp_seconds{to="live"} 0',
      'courant_last_delivery_timestamp_seconds{to="s3://b/"} 60',
    ])
    metrics.settled({ ...ALONE, places: ['live'], deliveredAt: 90_000 })
    expect(await told()).toEqual(['courant_last_delivery_timestamp_seconds{to="live"} 90'])
    metrics.leads(false)
    metrics.delivered({ to: 'live', kind: 'delivered', files: 1 }, 120_000)
    expect(await told()).toEqual([])
    metrics.leads(true)
    expect(await told()).toEqual(['courant_last_delivery_timestamp_seconds{to="live"} 90'])
    metrics.settled(ALONE)
    expect(await told()).toEqual([])
  })

  test('counts deliveries that brought something, and no look that found everything there', async () => {
    const { metrics, linesOf } = counting()
    metrics.settled({ ...ALONE, places: ['live'] })
    for (const files of [23, 0, 0]) metrics.delivered({ to: 'live', kind: 'delivered', files }, 0)
    metrics.delivered({ to: 'live', kind: 'failed', files: 0 }, 0)
    expect(await linesOf('deliveries_total')).toEqual([
      'courant_deliveries_total{to="live",outcome="delivered"} 1',
      'courant_deliveries_total{to="live",outcome="held"} 0',
      'courant_deliveries_total{to="live",outcome="failed"} 1',
    ])
  })

  test('tells of subscriptions once they were counted, and as long as the hub is its own', async () => {
    const { metrics, linesOf } = counting()
    metrics.settled({ ...ALONE, hub: 'self' })
    expect(await linesOf('hub_subscriptions')).toEqual([])
    metrics.noticed({ kind: 'subscriptions', count: 7 })
    metrics.settled({ ...ALONE, hub: 'self' })
    expect(await linesOf('hub_subscriptions')).toEqual(['courant_hub_subscriptions 7'])
    metrics.settled({ ...ALONE, hub: 'https://hub.example.org/' })
    expect(await linesOf('hub_subscriptions')).toEqual([])
  })

  test('has what alerts ask for at 0 before it first happens', async () => {
    const { metrics, linesOf } = counting()
    expect(await linesOf('publishes_total')).toEqual([
      'courant_publishes_total{reason="any",outcome="failed"} 0',
      ...['start', 'beat', 'due', 'saved', 'retry'].map(
        reason => `courant_publishes_total{reason="${reason}",outcome="misconfigured"} 0`,
      ),
    ])
    expect(await linesOf('notices_total')).toEqual([])
    metrics.settled({ ...ALONE, hub: 'https://hub.example.org/' })
    expect(await linesOf('notices_total')).toEqual([
      'courant_notices_total{kind="ping",outcome="told"} 0',
      'courant_notices_total{kind="ping",outcome="failed"} 0',
    ])
    metrics.settled({ ...ALONE, hub: 'self' })
    metrics.noticed({ kind: 'delivery', outcome: 'gone' })
    expect((await linesOf('notices_total')).slice(2)).toEqual([
      ...['confirmed', 'refused', 'denied'].map(outcome => `courant_notices_total{kind="verification",outcome="${outcome}"} 0`),
      ...['delivered', 'failed'].map(outcome => `courant_notices_total{kind="delivery",outcome="${outcome}"} 0`),
      'courant_notices_total{kind="delivery",outcome="gone"} 1',
    ])
  })
})
