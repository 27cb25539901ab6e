import { expect, test } from 'vitest'
import { contrastOf } from '../../src/config/contrast.ts'
import { readSite } from '../../src/config/read-site.ts'
import { PALETTES } from '../../src/model/look.ts'
import { SITE_YAML, shown } from '../support/newsroom.ts'

function read(lines: string) {
  return readSite(`${SITE_YAML}${lines}`, {
    measure: path => (path.startsWith('logo') ? { width: 300, height: 60 } : undefined),
    exists: path => path.startsWith('fonts/'),
  })
}

function mistakesIn(lines: string): readonly string[] {
  return shown(read(lines).diagnostics).map(line => line.slice('site.yaml:'.length))
}

test('contrastOf: is that of WCAG', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrastOf('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
  expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

test('readSite: a logo says the title unless it says another word, and has the size of its file', () => {
  const { site } = read('logo: { src: /logo.svg, dark: /logo-dark.svg }\n')
  const size = { width: 300, height: 60 }
  expect(site?.look.logo).toEqual({
    alt: 'Example News',
    light: { path: '/logo.svg', ...size },
    dark: { path: '/logo-dark.svg', ...size },
  })
})

test('readSite: colours are read in short and without their mark', () => {
  const { site } = read('colours: { light: { accent: 036, ink: "#000" } }\n')
  expect(site?.look.colours).toEqual({ light: { accent: '#003366', ink: '#000000' }, dark: {} })
})

test('readSite: a typeface is a kind, or files', () => {
  const { site } = read('fonts: { text: mono, headings: { regular: /fonts/t.woff2, fallback: sans } }\n')
  expect(site?.look.fonts).toEqual({
    text: 'mono',
    headings: { regular: '/fonts/t.woff2', bold: undefined, italic: undefined, fallback: 'sans' },
    interface: undefined,
  })
})

test('readSite: words of the interface stand under the canonical code of their language', () => {
  expect(read('labels: { fr-ch: { topics: Domaines, aboutFeeds: [Un, Deux] } }\n').site?.labels).toEqual({
    'fr-CH': { topics: 'Domaines', aboutFeeds: ['Un', 'Deux'] },
  })
})

test.each([
  [
    'a colour that cannot be read on its ground',
    'colours: { light: { accent: "#7ab0d4" } }\n',
    [
      '7:30 error bad-value colours.light.accent: accent on panel has a contrast of 2.1 to 1 (#7ab0d4 on #f4f1ea) | WCAG 2.2 asks for 4.5 to 1 at least: "#4e7188" has that',
    ],
  ],
  [
    'a ground on which our colours cannot be read',
    'colours: { dark: { paper: "#8899aa" } }\n',
    [
      '7:28 error bad-value colours.dark.paper: soft on paper has a contrast of 1.2 to 1 (#aca89f on #8899aa) | WCAG 2.2 asks for 4.5 to 1 at least: "#363d44" has that',
    ],
  ],
  [
    'a colour that can be read on neither of its grounds',
    'colours: { light: { ink: "#444444", paper: "#000000", panel: "#999999" } }\n',
    [
      '7:27 error bad-value colours.light.ink: ink on paper has a contrast of 2.2 to 1 (#444444 on #000000) | WCAG 2.2 asks for 4.5 to 1 at least: choose text and ground farther apart',
      '7:45 error bad-value colours.light.paper: accent on paper has a contrast of 2.4 to 1 (#0b4f79 on #000000) | WCAG 2.2 asks for 4.5 to 1 at least: "#cccccc" has that',
      '7:63 error bad-value colours.light.panel: soft on panel has a contrast of 2.6 to 1 (#58544d on #999999) | WCAG 2.2 asks for 4.5 to 1 at least: "#cacaca" has that',
    ],
  ],
  [
    'a colour that YAML takes for a comment',
    'colours:\n  light:\n    accent: #7a1020\n    rule: red\n',
    [
      '9:5 error bad-value colours.light.accent: is empty: a # after a space begins a comment | put the value into quotes: accent: "#7a1020"',
      '10:11 error bad-value colours.light.rule: cannot read "red" as a colour | write it in hexadecimal, in quotes: "#0b4f79"',
    ],
  ],
  [
    'files that are not there',
    'logo: { src: /sign.svg }\nfonts: { text: { regular: /text.woff2, bold: /fonts/bold.ttf } }\n',
    [
      '7:14 error missing-file logo.src: there is no image static/sign.svg | put an SVG, PNG, WebP or JPEG there, or remove the field',
      '8:27 error missing-file fonts.text.regular: there is no file static/text.woff2 | put the woff2 file there, or remove the field',
      '8:46 error bad-value fonts.text.bold: "/fonts/bold.ttf" is no woff2 file | write the path of a .woff2 file in static/: /fonts/text.woff2',
    ],
  ],
  [
    'a word that is none, and a language that is none',
    'labels: { en: { topcis: Themes }, klingon language: { topics: X } }\n',
    [
      '7:25 error unknown-field labels.en.topcis: there is no such field | did you mean topics?',
      '7:35 error bad-value labels.klingon language: cannot read "klingon language" as a language | write the words of each language under its code: en, fr, ar',
    ],
  ],
])('readSite: %s', (_name, lines, mistakes) => {
  expect(mistakesIn(lines)).toEqual(mistakes)
  expect(read(lines).site).toBeUndefined()
})

test('PALETTES: text can be read on every ground of ours', () => {
  for (const { paper, panel, ink, soft, accent } of Object.values(PALETTES))
    for (const ground of [paper, panel])
      for (const text of [ink, soft, accent]) expect(contrastOf(text, ground)).toBeGreaterThan(4.5)
})
