import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { makeIndexApart } from '../../src/search/index-apart.ts'
import { indexSearch } from '../../src/search/index-search.ts'
import { PAGEFIND_VERSION, writeIndex } from '../../src/search/pagefind.ts'
import { makeIndex, placeIndex } from '../../src/search/search-index.ts'
import { type ChildOf, childrenOf } from '../support/child-processes.ts'
import { AS_OF, newsroomOf, SITE_YAML, story, temporaryFolder, writeFiles } from '../support/newsroom.ts'
import { indexFiles, indexText } from '../support/search.ts'

const HOUR = 3_600_000

test('PAGEFIND_VERSION: is the one that is installed', () => {
  const installed: { version: string } = JSON.parse(readFileSync('node_modules/pagefind/package.json', 'utf8'))
  expect(PAGEFIND_VERSION).toBe(installed.version)
})

test('writeIndex: ends where Pagefind ends by itself, as it does on a disk that takes no more, and says so', async () => {
  const folder = temporaryFolder()
  writeFiles(folder, { file: '' })
  const page = { url: '/a/', html: '<html lang="en"><main><article class="story">Words.</article></main></html>' }
  await expect(writeIndex([page], join(folder, 'file/index'))).rejects.toMatchObject({
    code: 'no-search',
    message: 'Pagefind could not make the search: its program ended by itself',
    remedy: 'see whether the disk is full; else write search: false in site.yaml, and tell us',
  })
})

test.skipIf(process.platform !== 'linux')('makeIndexApart: ended before its time, leaves no process behind', async () => {
  const stories = Array.from({ length: 200 }, (_, index) => [`${index}.md`, story({}, 'Words of the story.\n'.repeat(200))])
  const newsroom = newsroomOf(Object.fromEntries(stories))
  await newsroom.publish()
  const apart = makeIndexApart(newsroom.paths)
  const pagefind = (): readonly ChildOf[] => childrenOf(process.pid).filter(({ program }) => program.startsWith('pagefind'))
  while (pagefind().length === 0) await pause(5)
  await apart[Symbol.asyncDispose]()
  expect(pagefind()).toEqual([])
})

describe('indexSearch', () => {
  test('indexSearch: holds the words of every language, and neither standing texts nor lists', async () => {
    const newsroom = newsroomOf({
      'site.yaml': `${SITE_YAML}languages: [en, fr, de]\ndisclaimers: { usual: Reservedly vermouth. }\n`,
      'a.md': story({ title: 'Harbour', disclaimer: 'usual', topics: ['tangerine'] }, 'The quokkalike crane.\n'),
      'a.fr.md': story({ title: 'Le port' }, 'La grue zanzibarite.\n'),
      'pages/about.md': '---\ntitle: About\n---\n\nStandingly.\n',
    })
    await newsroom.publish()
    expect(await indexSearch(newsroom.paths)).toBe('indexed')
    const text = indexText(newsroom)
    expect(text).toContain('quokkalike')
    expect(text).toContain('zanzibarite')
    expect(text).not.toMatch(/vermouth|tangerine|Standingly|Deutsch/)
    const entry = [...indexFiles(newsroom)].find(([path]) => path.endsWith('pagefind-entry.json'))?.[1].toString() ?? ''
    expect(Object.keys(JSON.parse(entry).languages)).toEqual(['en', 'fr'])
  })

  test('indexSearch: knows title and date of a story whose heading a theme puts elsewhere', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'Quays & "piers"' }, 'The crane.\n') })
    writeFiles(newsroom.paths.theme, {
      'article.js': `export default ({ html, page, title, date, parts }) => html\`<h1>\${title}</h1>
<article id="story" class="wide story"><p class="date">\${date(page.article.date)}</p>\${parts.body}</article>\`\n`,
    })
    await newsroom.publish()
    await indexSearch(newsroom.paths)
    const text = indexText(newsroom)
    expect(text).toContain(String.raw`"title":"Quays & \"piers\""`)
    expect(text).toContain('"id":"2026-05-01/1%20May%202026"')
  })

  test('indexSearch: has nothing of drafts, stories to come, expired, withdrawn or removed ones', async () => {
    const newsroom = newsroomOf({
      'public.md': story({}, 'Plainly.\n'),
      'draft.md': story({ title: 'Xylodraft', draft: true }, 'Xylodraft.\n'),
      'later.md': story({ title: 'Xylolater', date: '2026-07-01' }, 'Xylolater.\n'),
      'expired.md': story({ title: 'Xyloexpired', expires: '2026-05-20' }, 'Xyloexpired.\n'),
      'withdrawn.md': story(
        { title: 'Withdrawn', withdrawn: { date: '2026-05-20', reason: 'Xyloreason.' } },
        'Xylowithdrawn.\n',
      ),
    })
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics).toEqual([])
    await indexSearch(newsroom.paths)
    expect(indexText(newsroom)).toContain('Plainly')
    expect(indexText(newsroom)).not.toMatch(/xylo/i)
  })

  test('indexSearch: makes no index of the same pages again, whatever else was published', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    await newsroom.publish()
    expect(await indexSearch(newsroom.paths)).toBe('indexed')
    const before = indexFiles(newsroom)
    newsroom.write({ 'pages/about.md': '---\ntitle: About\n---\n\nUs.\n' })
    await newsroom.publish()
    expect(await indexSearch(newsroom.paths)).toBe('unchanged')
    expect(indexFiles(newsroom)).toEqual(before)
    newsroom.write({ 'a.md': story({}, 'Rewritten.\n') })
    await newsroom.publish()
    expect(await indexSearch(newsroom.paths)).toBe('indexed')
    expect(indexText(newsroom)).toContain('Rewritten')
    expect(indexText(newsroom)).not.toContain('One paragraph')
  })

  test('indexSearch: one folder stands, and what was damaged is made again', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    await newsroom.publish()
    await indexSearch(newsroom.paths)
    const { folder } = JSON.parse(newsroom.read('search/index.json'))
    rmSync(join(newsroom.paths.out, 'search', folder, 'pagefind.js'))
    expect(await indexSearch(newsroom.paths)).toBe('indexed')
    rmSync(join(newsroom.paths.out, 'search/pagefind.js'))
    expect(await indexSearch(newsroom.paths)).toBe('indexed')
    newsroom.write({ 'b.md': story() })
    await newsroom.publish()
    await indexSearch(newsroom.paths)
    const { folder: now } = JSON.parse(newsroom.read('search/index.json'))
    const standing = new Set([...indexFiles(newsroom).keys()].map(path => path.split('/')[1]))
    expect([...standing].toSorted()).toEqual([now, 'index.json', 'pagefind.js'])
    expect(indexFiles(newsroom).has(`search/${folder}/pagefind.js`)).toBe(false)
  })

  test('indexSearch: changes nothing that a publish looks at', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ summary: 'In short.' }) })
    const memory = {}
    await newsroom.publish({ memory })
    await indexSearch(newsroom.paths)
    newsroom.write({ 'a.md': story({ summary: 'In short.' }, 'Edited.\n') })
    const edited = await newsroom.publishChanges(['a.md'], { memory })
    expect(edited?.written).toContain('a/index.html')
    expect(indexText(newsroom)).toContain('One paragraph')
    expect(await newsroom.publish()).toMatchObject({ written: [], removed: [] })
  })

  test('indexSearch: makes none where `search: false`', async () => {
    const newsroom = newsroomOf({ 'site.yaml': `${SITE_YAML}search: false\n`, 'a.md': story() })
    await newsroom.publish()
    expect(await indexSearch(newsroom.paths)).toBe('unchanged')
    expect([...newsroom.out().keys()].filter(path => path.includes('search'))).toEqual([])
    expect(newsroom.read('index.html')).not.toContain('search')
  })
})

describe('placeIndex', () => {
  test('placeIndex: leaves an index alone of which a story left while it was made', async () => {
    const newsroom = newsroomOf({ 'a.md': story(), 'b.md': story({ expires: '2026-06-02' }) })
    await newsroom.publish()
    const made = await makeIndex(newsroom.paths)
    await newsroom.publish({ asOf: AS_OF + 48 * HOUR })
    if (!made) throw new Error('nothing was made')
    expect(placeIndex(newsroom.paths, made)).toBe(false)
    expect(indexText(newsroom)).toBe('')
  })
})

describe('dropStaleIndex', () => {
  const STORIES = { 'a.md': story({}, 'Plainly.\n'), 'b.md': story({ title: 'Leaver' }, 'Xyloleaver.\n') }

  test.each([
    [
      'withdrawn',
      { 'b.md': story({ title: 'Leaver', withdrawn: { date: '2026-05-20', reason: 'In error.' } }, 'Xyloleaver.\n') },
    ],
    ['expired', { 'b.md': story({ title: 'Leaver', expires: '2026-05-20' }, 'Xyloleaver.\n') }],
    ['a draft again', { 'b.md': story({ title: 'Leaver', draft: true }, 'Xyloleaver.\n') }],
    ['in the place of another', { 'b.md': story({ title: 'Leaver', id: 'another' }, 'Another.\n') }],
  ])('dropStaleIndex: nothing of a story is left once it is %s, before anything is indexed again', async (_, files) => {
    const newsroom = newsroomOf(STORIES)
    await newsroom.publish()
    await indexSearch(newsroom.paths)
    newsroom.write(files)
    await newsroom.publish({ accept: true })
    expect(indexText(newsroom)).toBe('')
    await indexSearch(newsroom.paths)
    expect(indexText(newsroom)).toContain('Plainly')
    expect(indexText(newsroom)).not.toContain('Xyloleaver')
  })

  test('dropStaleIndex: an index stays while its stories do, and when it is not known what is in it, it goes', async () => {
    const newsroom = newsroomOf(STORIES)
    await newsroom.publish()
    await indexSearch(newsroom.paths)
    newsroom.write({ 'c.md': story() })
    await newsroom.publish()
    expect(existsSync(join(newsroom.paths.out, 'search/index.json'))).toBe(true)
    rmSync(newsroom.paths.own, { recursive: true })
    newsroom.write({ 'd.md': story() })
    await newsroom.publish()
    expect(indexFiles(newsroom).size).toBe(0)
  })

  test('dropStaleIndex: the index goes with the search', async () => {
    const newsroom = newsroomOf(STORIES)
    await newsroom.publish()
    await indexSearch(newsroom.paths)
    newsroom.write({ 'site.yaml': `${SITE_YAML}search: false\n` })
    await newsroom.publish()
    expect([...newsroom.out().keys()].filter(path => path.startsWith('search'))).toEqual([])
    expect(await indexSearch(newsroom.paths)).toBe('unchanged')
  })

  test('dropStaleIndex: a page that is held back because its story cannot be read stays in the search', async () => {
    const newsroom = newsroomOf(STORIES)
    await newsroom.publish()
    await indexSearch(newsroom.paths)
    rmSync(join(newsroom.paths.state, 'state.sqlite'))
    newsroom.write({ 'b.md': '---\ntitle: [\n---\n' })
    await newsroom.publish()
    expect(indexText(newsroom)).toContain('Xyloleaver')
  })
})
