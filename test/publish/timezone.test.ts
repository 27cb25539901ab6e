import { expect, test } from 'vitest'
import { AS_OF, newsroomOf, SITE_YAML, shown, story, type TemporaryNewsroom } from '../support/newsroom.ts'

const IN_NEW_YORK = SITE_YAML.replace('timezone: UTC', 'timezone: America/New_York')
const FOUR_HOURS_MS = 4 * 3_600_000

interface Item {
  readonly id: string
  readonly date_published: string
}

function itemsIn(newsroom: TemporaryNewsroom): readonly string[] {
  const { items }: { readonly items: readonly Item[] } = JSON.parse(newsroom.read('feed.json'))
  return items.map(({ id, date_published }) => `${id.split(':').at(-1)} ${date_published}`)
}

test('publish: another timezone moves dates without an offset, and takes out nothing that is public', async () => {
  const newsroom = newsroomOf({
    'noon.md': story({ date: '2026-06-01T11:30' }),
    'day.md': story({ date: '2026-05-30' }),
    'offset.md': story({ date: '2026-05-29T09:00+02:00' }),
    'to-come.md': story({ date: '2026-06-01T13:00' }),
  })
  await newsroom.publish()
  const record = newsroom.read('record.jsonl')
  newsroom.write({ 'site.yaml': IN_NEW_YORK })
  const { diagnostics, edition } = await newsroom.publish()
  expect(shown(diagnostics)).toEqual([])
  expect(itemsIn(newsroom)).toEqual(['noon 2026-06-01T15:30:00Z', 'day 2026-05-30T04:00:00Z', 'offset 2026-05-29T07:00:00Z'])
  expect(newsroom.read('record.jsonl')).toBe(record)
  // What is to come follows the new zone.
  expect(edition.upcoming.map(({ path, at }) => [path, at - AS_OF])).toEqual([['to-come.md', FOUR_HOURS_MS + 3_600_000]])
  expect(await newsroom.publish({ asOf: AS_OF + FOUR_HOURS_MS })).toMatchObject({ written: [], removed: [] })
})

test('publish: another timezone makes no change of a story come again', async () => {
  const changes = {
    updated: { date: '2026-05-20', note: 'Adds the vote.' },
    corrections: [{ date: '2026-05-21', note: 'A name.' }],
  }
  const newsroom = newsroomOf({
    'changed.md': story(changes),
    'withdrawn.md': story({ withdrawn: { date: '2026-05-22T09:00', reason: 'In error.' } }),
  })
  await newsroom.publish()
  const idsIn = (): readonly string[] =>
    JSON.parse(newsroom.read('changes/feed.json')).items.map(({ id }: { readonly id: string }) => id)
  const ids = idsIn()
  expect(ids).toHaveLength(3)
  newsroom.write({ 'site.yaml': IN_NEW_YORK })
  await newsroom.publish()
  expect(idsIn()).toEqual(ids)
  await newsroom.publish({ asOf: AS_OF + FOUR_HOURS_MS })
  expect(idsIn()).toEqual(ids)
})

test('publish: a story that its author puts off is taken out, in another timezone too', async () => {
  const newsroom = newsroomOf({ 'noon.md': story({ date: '2026-06-01T11:30' }) })
  await newsroom.publish()
  newsroom.write({ 'site.yaml': IN_NEW_YORK, 'noon.md': story({ date: '2026-06-02T11:30' }) })
  await newsroom.publish()
  expect(itemsIn(newsroom)).toEqual([])
})
