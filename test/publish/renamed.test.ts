import { rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkNewsroom } from '../../src/review/check-newsroom.ts'
import { lookAhead } from '../../src/review/look-ahead.ts'
import { feedRedirects } from '../support/feed-redirects.ts'
import { AS_OF, newsroomOf, SITE_YAML, shown, story, type TemporaryNewsroom } from '../support/newsroom.ts'
import { linkProblems } from './edition-problems.ts'
import { seenIn } from './seen.ts'

const ID = 'tag:news.example.org,2026:2026/flood'
const BODY = 'The river rose over the quay on Monday, and the ferries stay in the harbour until the water falls.\n'
const EDITED = BODY.replace('on Monday', 'on Tuesday').replace('The river', 'The Aare')
const FLOOD = story({ title: 'The flood', date: '2026-05-01T09:00Z' }, BODY)
const OTHER = story({ title: 'Other', date: '2026-05-02' }, 'Nothing of the kind.\n')

const QUESTION = [
  '2026/flood.md:1:1 error removed: this story is public at /2026/flood/, and its file is gone | if 2026/high-water.md is this story, renamed and edited, add there this line: id: tag:news.example.org,2026:2026/flood; if that is a new story, publish with --accept, which removes this one; or put this one back',
  '2026/high-water.md:1:1 error renamed id: this file is not published yet: it may be 2026/flood.md, which is public at /2026/flood/ and whose file is gone, renamed and edited (the same date, 87% of its words) | if it is that story, add this line: id: tag:news.example.org,2026:2026/flood; if it is a new story, publish with --accept, which removes the old one, or add this line: id: tag:news.example.org,2026:2026/high-water',
] as const

/** The story as it is after it was renamed and edited. */
function renamed(fields: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, string>> {
  return { '2026/high-water.md': story({ title: 'High water', date: '2026-05-01T09:00Z', ...fields }, EDITED) }
}

/** A newsroom that was published. */
async function published(files: Readonly<Record<string, string>> = {}): Promise<TemporaryNewsroom> {
  const newsroom = newsroomOf({ '2026/flood.md': FLOOD, '2026/other.md': OTHER, ...files })
  await newsroom.publish()
  return newsroom
}

/** The same, with its story renamed and edited in one step. */
async function withRenamed(fields: Readonly<Record<string, unknown>> = {}): Promise<TemporaryNewsroom> {
  const newsroom = await published()
  newsroom.remove('2026/flood.md')
  newsroom.write(renamed(fields))
  return newsroom
}

function idsIn(newsroom: TemporaryNewsroom): readonly string[] {
  return JSON.parse(newsroom.read('feed.json')).items.map(({ id }: { readonly id: string }) => id)
}

/** What is said of files that may be missing stories, and of these. */
async function askedOf(newsroom: TemporaryNewsroom): Promise<readonly string[]> {
  const { diagnostics } = await newsroom.publish()
  return diagnostics.flatMap(({ code, path }) => (code === 'removed' || code === 'renamed' ? [`${code} ${path}`] : []))
}

function everything(newsroom: TemporaryNewsroom): string {
  return [...newsroom.out().values()].map(bytes => bytes.toString('latin1')).join('\n')
}

describe('publish: a story that was renamed and edited in one step, without an id', () => {
  test('is not published a second time: both files are named, with the line that settles it', async () => {
    const newsroom = await withRenamed()
    const before = newsroom.out()
    for (let times = 0; times < 2; times++) {
      const again = await newsroom.publish()
      expect(shown(again.diagnostics)).toEqual(QUESTION)
      expect(again).toMatchObject({ written: [], removed: [], subscribers: [] })
      expect([...newsroom.out()]).toEqual([...before])
    }
    expect(shown((await newsroom.publish({ dryRun: true })).diagnostics)).toEqual(QUESTION)
  })

  test('the line that is named keeps its id, and its old address leads to the new one', async () => {
    const newsroom = await withRenamed()
    await newsroom.publish()
    newsroom.write(renamed({ id: ID }))
    const settled = await newsroom.publish()
    expect(settled.diagnostics).toEqual([])
    expect(seenIn(settled)).toEqual({ '/': ['edited High water'] })
    expect(idsIn(newsroom)).toEqual(['tag:news.example.org,2026:2026/other', ID])
    expect(newsroom.read('_redirects')).toBe(`/2026/flood/ /2026/high-water/ 301\n${feedRedirects()}`)
    expect(linkProblems(newsroom.out(), settled.site)).toEqual([])
    // Once it is known by its new name, the line may go again.
    newsroom.write(renamed())
    expect(await newsroom.publish()).toMatchObject({ diagnostics: [], subscribers: [] })
  })

  test('accepted, it is a new story, and the old one is gone with a tombstone', async () => {
    const newsroom = await withRenamed()
    await newsroom.publish()
    const accepted = await newsroom.publish({ accept: true })
    expect(accepted.diagnostics).toEqual([])
    expect(seenIn(accepted)).toEqual({ '/': ['new High water', 'leaving The flood'] })
    expect(newsroom.read('feed.atom')).toContain(`<at:deleted-entry ref="${ID}"`)
    expect(newsroom.read('2026/flood/index.html')).toContain('<h1>No longer published</h1>')
    expect((await newsroom.publish()).diagnostics).toEqual([])
  })

  test('with the line and --accept at once it keeps its id: nothing of it is removed', async () => {
    const newsroom = await withRenamed({ id: ID })
    expect(seenIn(await newsroom.publish({ accept: true }))).toEqual({ '/': ['edited High water'] })
    expect(newsroom.read('feed.atom')).not.toContain('deleted-entry')
  })

  test('with an id of its own it is a new story, and the old one is asked about alone', async () => {
    const newsroom = await withRenamed({ id: 'tag:news.example.org,2026:2026/high-water' })
    expect(await askedOf(newsroom)).toEqual(['removed 2026/flood.md'])
    expect(new Set(idsIn(newsroom))).toEqual(
      new Set([ID, 'tag:news.example.org,2026:2026/other', 'tag:news.example.org,2026:2026/high-water']),
    )
  })

  test('put back beside the new file, it is as it was, and the new file is a story of its own', async () => {
    const newsroom = await withRenamed()
    await newsroom.publish()
    newsroom.write({ '2026/flood.md': FLOOD })
    const settled = await newsroom.publish()
    expect(settled.diagnostics).toEqual([])
    expect(seenIn(settled)).toEqual({ '/': ['new High water'] })
  })

  test('named among the aliases of the new file, it is replaced by that', async () => {
    const newsroom = await withRenamed({ aliases: ['/2026/flood/'] })
    const replaced = await newsroom.publish()
    expect(replaced.diagnostics).toEqual([])
    expect(seenIn(replaced)).toEqual({ '/': ['new High water', 'leaving The flood'] })
  })

  test('is held when the file went first and the new one came later, and others are published', async () => {
    const newsroom = await published()
    newsroom.remove('2026/flood.md')
    expect(await askedOf(newsroom)).toEqual(['removed 2026/flood.md'])
    newsroom.write({ ...renamed(), '2026/new.md': story({ title: 'News' }, 'Something else.\n') })
    const result = await newsroom.publish()
    expect(shown(result.diagnostics)).toEqual(QUESTION)
    expect(seenIn(result)).toEqual({ '/': ['new News'] })
  })

  test('is out as a second story where the new file came first; the line that is named makes one of them again', async () => {
    const newsroom = await published()
    newsroom.write(renamed())
    await newsroom.publish()
    newsroom.remove('2026/flood.md')
    const [question] = shown((await newsroom.publish()).diagnostics)
    expect(question).toContain(`if it has another name now, add there: id: ${ID};`)
    newsroom.write(renamed({ id: ID }))
    expect(seenIn(await newsroom.publish())).toEqual({ '/': ['edited High water', 'leaving High water'] })
    expect(idsIn(newsroom)).toEqual(['tag:news.example.org,2026:2026/other', ID])
  })

  test('is known by its title alone, by its address, and in languages without spaces', async () => {
    const newsroom = await published({
      'a.md': story({ title: 'Only the title', date: '2026-04-01' }, 'Words that go.\n'),
      'b.md': story({ title: 'Only the address', date: '2026-04-02' }, 'More words that go.\n'),
      'c.zh.md': story({ title: '谈判', date: '2026-04-03' }, '哈萨克斯坦与世界贸易组织成员完成了入世谈判。\n'),
      'd.ja.md': story({ title: '港', date: '2026-04-04' }, '港は月曜日から再び開いています。\n'),
      'e.th.md': story({ title: 'ท่าเรือ', date: '2026-04-05' }, 'ท่าเรือเปิดอีกครั้งตั้งแต่วันจันทร์หลังจากซ่อมแซม\n'),
    })
    for (const path of ['a.md', 'b.md', 'c.zh.md', 'd.ja.md', 'e.th.md']) newsroom.remove(path)
    newsroom.write({
      'a2.md': story({ title: 'Only the title' }, 'Quite another text.\n'),
      'b2.md': story({ title: 'Something', slug: 'b' }, 'Written from scratch.\n'),
      'c2.zh.md': story({ title: '入世' }, '哈萨克斯坦与世贸组织成员完成了入世谈判。\n'),
      'd2.ja.md': story({ title: '再開' }, '港は火曜日から再び開いています。\n'),
      'e2.th.md': story({ title: 'เปิด' }, 'ท่าเรือเปิดอีกครั้งตั้งแต่วันอังคารหลังจากซ่อมแซม\n'),
      'f.zh.md': story({ title: '天气' }, '今天下午有雨，请带伞。\n'),
    })
    const { diagnostics, edition } = await newsroom.publish()
    const asked = diagnostics.flatMap(({ code, path, remedy }) =>
      code === 'renamed' ? [`${path} ${/id: \S+?:([^;:]+);/.exec(remedy)?.[1]}`] : [],
    )
    expect(asked).toEqual(['a2.md a', 'b2.md b', 'c2.zh.md c.zh', 'd2.ja.md d.ja', 'e2.th.md e.th'])
    expect(edition.released.map(({ path }) => path)).toContain('f.zh.md')
  })

  test('several at once: each is asked about with its own, translations with theirs', async () => {
    const fr = 'La rivière est montée sur le quai lundi, et les bacs restent au port.\n'
    const newsroom = await published({
      '2026/flood.fr.md': story({ title: 'La crue', date: '2026-05-01T09:00Z' }, fr),
      '2026/market.md': story({ title: 'Market', date: '2026-04-09' }, 'Forty stalls sell fish and cheese by the bridge.\n'),
    })
    for (const path of ['2026/flood.md', '2026/flood.fr.md', '2026/market.md']) newsroom.remove(path)
    newsroom.write({
      ...renamed(),
      '2026/high-water.fr.md': story({ title: 'Hautes eaux', date: '2026-05-01T09:00Z' }, fr.replace('lundi', 'mardi')),
      '2026/stalls.md': story({ title: 'Stalls' }, 'Fifty stalls sell fish and cheese by the bridge.\n'),
      '2026/weather.md': story({ title: 'Rain' }, 'Umbrellas everywhere.\n'),
    })
    const { diagnostics, edition } = await newsroom.publish()
    expect(
      diagnostics.flatMap(({ code, path, message }) => (code === 'renamed' ? [[path, message.split(' ')[9]]] : [])),
    ).toEqual([
      ['2026/high-water.fr.md', '2026/flood.fr.md,'],
      ['2026/high-water.md', '2026/flood.md,'],
      ['2026/stalls.md', '2026/market.md,'],
    ])
    expect(edition.released.map(({ path }) => path).sort()).toEqual([
      '2026/flood.fr.md',
      '2026/flood.md',
      '2026/market.md',
      '2026/other.md',
      '2026/weather.md',
    ])
  })

  test('of two files that may be it both are held, and the answer for one lets the other out', async () => {
    const newsroom = await withRenamed()
    newsroom.write({ '2026/again.md': story({ title: 'Again' }, `${EDITED.replace('ferries', 'boats')}Much more of it.\n`) })
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'renamed 2026/again.md',
      'removed 2026/flood.md',
      'renamed 2026/high-water.md',
    ])
    expect(diagnostics[0]?.message).toContain('; 2026/high-water.md resembles it more)')
    newsroom.write(renamed({ id: ID }))
    const settled = await newsroom.publish()
    expect(settled.diagnostics).toEqual([])
    expect(seenIn(settled)).toEqual({ '/': ['new Again', 'edited High water'] })
  })

  test.each([
    ['a draft', { draft: true }],
    ['under embargo', { date: '2026-06-10T09:00Z' }],
  ])('as %s it is asked about, and nothing of it is public', async (_, fields) => {
    const newsroom = await withRenamed({ ...fields, title: 'Strictly confidential' })
    const before = newsroom.out()
    expect(await askedOf(newsroom)).toEqual(['removed 2026/flood.md', 'renamed 2026/high-water.md'])
    expect([...newsroom.out()]).toEqual([...before])
    expect(everything(newsroom)).not.toMatch(/Strictly confidential|high-water/)
    expect(shown((await newsroom.publish()).diagnostics).join()).not.toContain('Strictly confidential')
    const { diagnostics } = await newsroom.publish({ asOf: Date.UTC(2026, 5, 11) })
    expect(diagnostics.map(({ code }) => code)).toEqual(['removed', 'renamed'])
    expect([...newsroom.out()]).toEqual([...before])
  })

  test('is told by what is published, with the last good versions lost', async () => {
    const newsroom = await withRenamed({ date: '2026-05-20' })
    rmSync(newsroom.paths.own, { recursive: true })
    expect(await askedOf(newsroom)).toEqual(['removed 2026/flood.md', 'renamed 2026/high-water.md'])
    newsroom.write({ '2026/high-water.md': story({ title: 'The flood', date: '2026-05-20' }, 'From scratch.\n') })
    expect(await askedOf(newsroom)).toEqual(['removed 2026/flood.md', 'renamed 2026/high-water.md'])
    newsroom.write({ '2026/high-water.md': story({ title: 'High water', date: '2026-05-20' }, 'From scratch.\n') })
    expect(await askedOf(newsroom)).toEqual(['removed 2026/flood.md'])
  })

  test('is told by its date, with its page lost as well: a job that has nothing but the record', async () => {
    const newsroom = await withRenamed()
    newsroom.write({ '2026/new.md': story({ title: 'New', date: '2026-05-03' }, 'Something else.\n') })
    rmSync(newsroom.paths.own, { recursive: true })
    const record = newsroom.read('record.jsonl')
    rmSync(newsroom.paths.out, { recursive: true })
    newsroom.write({ '../record.jsonl': record })
    const { diagnostics, edition } = await newsroom.publish({ record: `${newsroom.root}/record.jsonl` })
    expect(diagnostics.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'removed 2026/flood.md',
      'renamed 2026/high-water.md',
    ])
    expect(diagnostics[1]?.message).toContain('(the same date, no more of it is known)')
    expect(edition.released.map(({ path }) => path)).toEqual(['2026/new.md', '2026/other.md'])
  })

  test('courant check says the same', async () => {
    const newsroom = await withRenamed()
    const { paths } = newsroom
    const { pool } = newsroom.requestFor({})
    const request = { paths, asOf: AS_OF, record: undefined, pool, onProgress: () => {} }
    expect(shown((await checkNewsroom(request)).diagnostics)).toEqual(expect.arrayContaining([...QUESTION]))
  })

  test('courant schedule says that it is held', async () => {
    const newsroom = await withRenamed()
    const outlook = await lookAhead({ paths: newsroom.paths, at: undefined, record: undefined })
    expect(outlook).toMatchObject({
      overdue: [{ kind: 'release', path: '2026/high-water.md', held: true }],
      renamed: new Set(['2026/high-water.md']),
    })
  })

  test('what was there before, unpublished, is another story: it goes out at its instant, however alike', async () => {
    const newsroom = await published({ 'due.md': story({ title: 'The flood', date: '2026-06-02' }, EDITED) })
    newsroom.remove('2026/flood.md')
    expect(await askedOf(newsroom)).toEqual(['removed 2026/flood.md'])
    newsroom.write(renamed())
    expect(await askedOf(newsroom)).toEqual(['removed 2026/flood.md', 'renamed 2026/high-water.md'])
    const due = await newsroom.publish({ asOf: Date.UTC(2026, 5, 2) })
    expect(seenIn(due)).toEqual({ '/': ['new The flood'] })
  })

  test('a story that comes due meanwhile goes out, and this one does not', async () => {
    const newsroom = await published({ 'due.md': story({ title: 'Due', date: '2026-06-02' }, 'On time.\n') })
    newsroom.remove('2026/flood.md')
    newsroom.write(renamed({ date: '2026-06-02' }))
    await newsroom.publish()
    const due = await newsroom.publish({ asOf: Date.UTC(2026, 5, 2) })
    expect(seenIn(due)).toEqual({ '/': ['new Due'] })
  })

  test('an id that YAML would read otherwise is named in quotes', async () => {
    const newsroom = newsroomOf({
      'site.yaml': SITE_YAML,
      'old.md': story({ title: 'Old', id: 'a # b' }, BODY),
    })
    await newsroom.publish()
    newsroom.remove('old.md')
    newsroom.write({ 'new.md': story({ title: 'New' }, BODY) })
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics.map(({ code }) => code)).toEqual(['renamed', 'removed'])
    expect(diagnostics[0]?.remedy).toContain('add this line: id: "a # b";')
  })
})
