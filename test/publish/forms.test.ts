import { expect, test } from 'vitest'
import { newsroomOf, SITE_YAML, story } from '../support/newsroom.ts'

const FEEDS = ['feed.rss', 'feed.atom', 'feed.json']

const BODY = `"Twelve"[^1] members.

> It is done.
>
> — A. Name

\`\`\`js
let a = "b"
\`\`\`

[^1]: Of thirty.
`

test('publish: footnotes, quotations and code are on the page, and in feeds as readers can show them', async () => {
  const newsroom = newsroomOf({ 'a.md': story({}, BODY), 'a.fr.md': story({ title: 'A' }, BODY) })
  expect((await newsroom.publish()).diagnostics).toEqual([])
  const page = newsroom.read('a/index.html')
  expect(page).toContain('<code class="language-js"><span class="code-keyword">let</span> a')
  expect(page).toContain('<figcaption>— A. Name</figcaption>')
  expect(page).toMatch(/<a href="\/a\/#fn-[^"]*" id="[^"]*" role="doc-noteref" aria-label="Footnote 1">1<\/a>/)
  expect(page).toContain('<section class="footnotes" role="doc-endnotes" aria-label="Footnotes">')
  expect(newsroom.read('fr/a/index.html')).toContain('role="doc-noteref" aria-label="Note 1"')
  for (const feed of FEEDS) {
    const text = newsroom.read(feed)
    expect(text, feed).toContain('https://news.example.org/a/#fn-')
    expect(text, feed).toContain('Of thirty.')
    expect(text, feed).not.toMatch(/code-keyword|doc-noteref|aria-label/)
  }
  expect(newsroom.read('index.html')).toContain('&quot;Twelve&quot; members.')
})

test('publish: texts are set in their own language where the newsroom asks for it, and titles stay', async () => {
  const files = { 'a.md': story({ title: '"A"' }, BODY), 'a.fr.md': story({ title: '"A"' }, BODY) }
  const newsroom = newsroomOf({ 'site.yaml': `${SITE_YAML}typography: true\n`, ...files })
  await newsroom.publish()
  expect(newsroom.read('a/index.html')).toContain('<p>“Twelve”<sup>')
  expect(newsroom.read('fr/a/index.html')).toContain('<p>«\u202FTwelve\u202F»<sup>')
  expect(newsroom.read('a/index.html')).toContain('<h1>&quot;A&quot;</h1>')
  for (const feed of FEEDS) expect(newsroom.read(feed), feed).toContain('“Twelve”')
})
