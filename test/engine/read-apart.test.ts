import { expect, test } from 'vitest'
import { readSite } from '../../src/config/read-site.ts'
import { readApart } from '../../src/engine/read-apart.ts'
import { RenderPool } from '../../src/render/render-pool.ts'
import { listFiles } from '../../src/sources/list-files.ts'
import { readingAnew, readNewsroom } from '../../src/sources/read-newsroom.ts'
import { emptyMemory } from '../../src/sources/source-memory.ts'
import { newsroomOf, SITE_YAML } from '../support/newsroom.ts'

const STORIES = Object.fromEntries(
  Array.from({ length: 400 }, (_, index) => [
    `2026/story-${index}.md`,
    `---\ntitle: Story ${index}\ndate: 2026-06-${String((index % 28) + 1).padStart(2, '0')}\ntopics: [Ports]\n---\n\nOf *story* ${index}.\n`,
  ]),
)

const UNUSABLE = {
  '2026/no-date.md': '---\ntitle: When\n---\n',
  '2026/slip.md': '---\ntitle:Slip\n---\n',
  '2026/no-fields.md': 'Nothing but words.\n',
  '2026/too-large.md': `---\ntitle: Large\ndate: 2026-06-01\n---\n${'words '.repeat(2_100_000)}`,
  'pages/about.md': '---\ntitle: About\n---\n\nAbout us.\n',
  'pages/untitled.md': '---\nsummary: What\n---\n',
  'static/notes.md': 'No article.\n',
}

test('readApart: what the threads read is what one thread reads, mistakes and all', async () => {
  const { paths } = newsroomOf({ ...STORIES, ...UNUSABLE })
  const { site } = readSite(SITE_YAML, { measure: () => undefined, exists: () => false })
  if (!site) throw new Error('the site of the tests cannot be read')
  const listing = listFiles(paths.articles)
  await using pool = new RenderPool({ deadlineMs: 60_000 })
  const told = new Set<string>()
  const onRead = ({ path }: { readonly path: string }) => void told.add(path)
  const memory = await readApart(listing.files, { site, theme: undefined, memory: emptyMemory('key'), pool, onRead })

  const alone = readNewsroom(paths.articles, { ...readingAnew(site), memory: emptyMemory('key'), listing })
  const shared = readNewsroom(paths.articles, { ...readingAnew(site), memory, listing })
  expect(JSON.stringify(shared.newsroom.articles)).toBe(JSON.stringify(alone.newsroom.articles))
  expect(JSON.stringify(shared.newsroom.standing)).toBe(JSON.stringify(alone.newsroom.standing))
  expect(JSON.stringify(shared.diagnostics)).toBe(JSON.stringify(alone.diagnostics))
  expect(shared.newsroom.articles).toHaveLength(400)

  expect([...told].sort()).toEqual(alone.newsroom.articles.map(({ path }) => path).sort())

  // Too large a file is left to whoever reads the newsroom, and says so.
  const articles = listing.files.map(({ path }) => path).filter(path => !path.startsWith('static/') && path.endsWith('.md'))
  expect([...memory.articles.keys()].sort()).toEqual(articles.filter(path => path !== '2026/too-large.md'))

  // What is remembered is not read again.
  expect(await readApart(listing.files, { site, theme: undefined, memory, pool, onRead })).toBe(memory)
})
