import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Files, writeFiles } from '../support/newsroom.ts'
import { articleAt, emptyNewsroom, importInto, lossesOf } from './import-into.ts'
import { bytesOf } from './old-site.ts'

const PNG = bytesOf('hugo/static/images/quay.png')

/** Imports a Hugo site with one page; its text, its losses, and the names of the files that came along. */
async function importPage(name: string, page: string, files: Files = { 'static/img/hero.png': PNG }) {
  const newsroom = emptyNewsroom()
  const source = join(newsroom.root, 'source')
  writeFiles(source, { 'hugo.toml': 'baseURL = "https://old.example.org/"\n', [`content/${name}`]: page, ...files })
  const losses = lossesOf(await importInto(newsroom, source))
  const text = articleAt(newsroom, 'pages/team.md')
  const [, fields = '', body = ''] = text.split('---\n')
  return { fields, body, losses, files: [...newsroom.sources().keys()].filter(path => path.endsWith('.png')) }
}

describe('import: the main image of a page', () => {
  test('stays in a text that shows it', async () => {
    const html = '<p><img src="/img/hero.png" alt="The team"></p>\n<p>Who we are.</p>\n'
    const { body, losses, files } = await importPage('team.html', `---\ntitle: Team\nimage: /img/hero.png\n---\n${html}`)
    expect([body, losses, files]).toEqual(['\n![The team](team/hero.png)\n\nWho we are.\n', [], ['pages/team/hero.png']])
  })

  test.each(['team.md', 'team.html'])('stands on top of %s, which does not show it', async name => {
    const page =
      '---\ntitle: Team\ncover:\n  image: /img/hero.png\n  alt: The team\n  caption: On the quay\n---\n\nWho we are.\n'
    const { body, losses } = await importPage(name, page)
    expect([body, losses]).toEqual(['\n![The team](team/hero.png "On the quay")\n\nWho we are.\n', []])
  })

  test('that cannot be had is named', async () => {
    const { body, losses } = await importPage('team.md', '---\ntitle: Team\nimage: /img/hero.png\n---\n\nText.\n', {})
    expect(body).toBe('\nText.\n')
    expect(losses).toContainEqual(
      expect.stringMatching(/^content\/team\.md: the main image .*hero\.png could not be brought here$/),
    )
  })
})

test('import: what a page cannot have here is named, and one that expires is a draft', async () => {
  const page = '---\ntitle: Team\nauthor: Ann\ntags: [Ports, Ferries]\nexpiryDate: 2020-01-01\n---\n\nText.\n'
  const { fields, losses } = await importPage('team.md', page)
  expect(fields).toBe('title: Team\ndraft: true\n')
  expect(losses).toEqual([
    'content/team.md: pages have no authors (Ann), no topics (Ports, Ferries)',
    'content/team.md: it expires at 2020-01-01, which no page can here: it is a draft',
  ])
})
