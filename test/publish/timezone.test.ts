import { expect, test } from 'vitest'
import { AS_OF, newsroomOf, SITE_YAML, story, type TemporaryNewsroom } from '../support/newsroom.ts'

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

test('publish: another timezone moves dates without an offset; ids stay, and what is to come follows it', async () => {
  const newsroom = newsroomOf({
    'noon.md': story({ date: '2026-06-01T11:30' }),
    'day.md': story({ date: '2026-05-30' }),
    'offset.md': story({ date: '2026-05-29T09:00+02:00' }),
    'to-come.md': story({ date: '2026-06-01T13:00' }),
  })
  await newsroom.publish()
  expect(itemsIn(newsroom)).toEqual(['noon 2026-06-01T11:30:00Z', 'day 2026-05-30T00:00:00Z', 'offset 2026-05-29T07:00:00Z'])
  newsroom.write({ 'site.yaml': IN_NEW_YORK })
  const { edition } = await newsroom.publish()
  // Nothing is dated later than it is: what came out in the last hours comes out once more, under its id.
  expect(itemsIn(newsroom)).toEqual(['day 2026-05-30T04:00:00Z', 'offset 2026-05-29T07:00:00Z'])
  expect(edition.upcoming.map(({ path, at }) => [path, at - AS_OF])).toEqual([
    ['noon.md', FOUR_HOURS_MS - 1_800_000],
    ['to-come.md', FOUR_HOURS_MS + 3_600_000],
  ])
  await newsroom.publish({ asOf: AS_OF + FOUR_HOURS_MS })
  expect(itemsIn(newsroom)[0]).toBe('noon 2026-06-01T15:30:00Z')
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
