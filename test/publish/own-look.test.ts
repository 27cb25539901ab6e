import { expect, test } from 'vitest'
import { newsroomOf, SITE_YAML, story } from '../support/newsroom.ts'

const SIGN = '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="30"/>'
const LOOK = `logo: { src: /sign.svg, alt: The Sign, dark: /night.svg }
colours: { light: { accent: "#7a1020" }, dark: { accent: "#f0a3a8" } }
fonts: { headings: { regular: /fonts/title.woff2, fallback: sans }, interface: serif }
`

function plain() {
  return newsroomOf({
    'a.md': story({ title: 'First' }),
    'static/sign.svg': SIGN,
    'static/night.svg': SIGN,
    'static/fonts/title.woff2': 'no font, but a file',
  })
}

test('publish: another look makes pages and style anew, and touches no feed', async () => {
  const newsroom = plain()
  await newsroom.publish()
  newsroom.write({ 'site.yaml': SITE_YAML + LOOK })
  const { written, removed } = await newsroom.publish()
  expect(written).toEqual(expect.arrayContaining(['index.html', 'a/index.html', '404.html']))
  expect(written.filter(path => !path.endsWith('.html'))).toEqual([expect.stringMatching(/^assets\/style\.[0-9a-f]{8}\.css$/)])
  expect(removed).toHaveLength(1)
})

test('publish: the look stands in style and masthead, and asks for nothing from elsewhere', async () => {
  const newsroom = plain()
  newsroom.write({ 'site.yaml': `${SITE_YAML.replace('news.example.org\n', 'news.example.org/press\n')}${LOOK}` })
  const { written } = await newsroom.publish()
  const style = newsroom.read(written.find(path => path.startsWith('assets/style')) ?? '')
  expect(style).toContain('--accent: #7a1020;')
  expect(style).toContain('    --accent: #f0a3a8;')
  expect(style).toContain('font-family: "Newsroom headings";\n  font-style: normal;\n  font-weight: 1 1000;')
  expect(style.match(/url\([^)]*\)/g)).toEqual(['url("../fonts/title.woff2")'])
  expect(style.length).toBeLessThan(20_700)
  expect(newsroom.read('a/index.html')).toContain(
    'rel="home"><picture><source media="(prefers-color-scheme: dark)" srcset="/press/night.svg" width="120" height="30">' +
      '<img src="/press/sign.svg" alt="The Sign" width="120" height="30"></picture></a>',
  )
})

test('publish: own words of the interface stand on pages and in feeds', async () => {
  const newsroom = newsroomOf({
    'site.yaml': `${SITE_YAML}labels: { en: { withdrawn: Retracted, feeds: Follow us } }\n`,
    'a.md': story({ title: 'First', withdrawn: { date: '2026-05-02', reason: 'In error.' } }),
  })
  await newsroom.publish()
  expect(newsroom.read('a/index.html')).toContain('<h1>Retracted: First</h1>')
  expect(newsroom.read('feed.json')).toContain('"title": "Retracted: First"')
  expect(newsroom.read('feeds/index.html')).toContain('<h1>Follow us</h1>')
})
