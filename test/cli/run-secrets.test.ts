import { expect, test } from 'vitest'
import { outsideHub } from '../notify/outside-hub.ts'
import { storedInFile } from '../notify/stored-subscription.ts'
import { subscriber } from '../notify/subscriber.ts'
import { freePort } from '../support/free-port.ts'
import { newsroomOf, story, writeFiles } from '../support/newsroom.ts'
import { secretNewsroom } from '../support/secret-newsroom.ts'
import { secretsIn } from '../support/secrets-in.ts'
import { startCourant, until } from './courant.ts'

/** When everything is due that is; a story of which nothing is public comes first. */
const [BEFORE, DAY] = ['2125-01-01', '2126-01-01']

const PUBLIC = { title: 'Public', topics: ['shared'], authors: ['Desk'] }

test.each(['text', 'json'])(
  'courant run: nothing that is not public is in its log (%s), its pings, its deliveries, its metrics or what its hub says',
  async log => {
    const { files, mistaken } = await secretNewsroom({ dueAt: BEFORE, changesAt: DAY, embargoedUntil: DAY })
    const newsroom = newsroomOf(files)
    const reader = await subscriber()
    const outside = await outsideHub()
    const metrics = await freePort()
    const hub = log === 'text' ? outside.address : 'self'
    writeFiles(newsroom.root, { 'courant.yaml': `hub: ${hub}\nprivateCallbacks: true\nmetrics: ${metrics}\n` })
    const run = startCourant(['run', '--port', '0', '--log', log], { cwd: newsroom.root })
    const [, address = ''] = await run.says(/Serving it at (http:[\d.:/]+)\//)
    const said: string[] = []
    const ask = async (url: string, options?: RequestInit): Promise<string> => {
      const response = await fetch(url, options)
      const text = [...response.headers, await response.text()].join('\n')
      said.push(text)
      return text
    }
    const topic = 'https://news.example.org/feed.atom'
    const form = { 'hub.mode': 'subscribe', 'hub.callback': reader.address, 'hub.topic': topic }
    for (const fields of [form, { ...form, 'hub.topic': 'https://news.example.org/nothing' }, {}])
      await ask(`${address}/hub`, { method: 'POST', body: new URLSearchParams(fields) })
    if (hub === 'self') await storedInFile(newsroom.paths.state, { feed: 'feed.atom', callback: reader.address })
    newsroom.write({ '2026/public.md': story(PUBLIC, 'Edited.\n'), '2026/new.md': story({ title: 'Lighthouse' }) })
    await until(async () => ((await ask(`${address}/2026/new/`)).includes('Lighthouse') ? true : undefined))
    await until(() => (hub === 'self' ? reader.arrivals.length : outside.pings.length) || undefined)
    for (const path of ['metrics', 'healthz', 'readyz', 'other']) await ask(`http://127.0.0.1:${metrics}/${path}`)
    for (const path of ['', 'hub', 'nowhere', '2026/', 'feed.rss', 'feed.json', 'record.jsonl', 'manifest.jsonl'])
      await ask(`${address}/${path}`)
    run.kill('SIGTERM')
    const { code, stdout, stderr } = await run.ended
    expect([code, stdout]).toEqual([0, ''])
    expect(stderr).toMatch(/Next: release on|"next":\{"kind":"release"/)
    const delivered = reader.arrivals.flatMap(({ path, headers, body }) => [path, JSON.stringify(headers), body.toString()])
    expect(secretsIn([...said, ...delivered, ...outside.heard, ...reader.intents.map(String)].join('\n'))).toEqual([])
    // A mistake is told with the name of its file, and with nothing else of it.
    expect(secretsIn(stderr)).toEqual(mistaken.flatMap(secretsIn))
    expect(newsroom.out().has('2026/new/index.html')).toBe(true)
  },
)
