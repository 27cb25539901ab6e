import { afterEach, describe, expect, test } from 'vitest'
import { newsroomOf, SITE_YAML, story } from '../support/newsroom.ts'

/** What would tell, if it ran. */
const CODE = 'globalThis.attacked = true'

/** Languages that gray-matter knows, those of its like, and names that every object has. */
const LANGUAGES = [
  'js',
  'javascript',
  'coffee',
  'coffeescript',
  'cson',
  'json',
  'toml',
  'ts',
  'node',
  'eval',
  'constructor',
  'toString',
  '__proto__',
  'hasOwnProperty',
  'yaml js',
  'js yaml',
  'yaml;js',
  'yaml/js',
  'yml,js',
]

const SPELLINGS: readonly ((language: string) => string)[] = [
  language => `---${language}\n`,
  language => `--- ${language}\n`,
  language => `---\t${language} \t\n`,
  language => `---${language.toUpperCase()}\n`,
  language => `---${language.replace(/^./, first => first.toUpperCase())}\n`,
  language => `---${language}\r\n`,
  language => `---${language}\r`,
  language => `\uFEFF---${language}\n`,
  language => `---\u00A0${language}\n`,
  language => `---\u3000${language}\n`,
  language => `---\u200B${language}\n`,
  language => `---\u2028${language}\n`,
  language => `---\0${language}\n`,
  language => `---${language}\0\n`,
  language => `---\f${language}\n`,
  language => `---\v${language}\n`,
  language => `----${language}\n`,
  language => `---.${language}\n`,
  language =>
    `---${[...language].map(letter => String.fromCharCode(letter.charCodeAt(0) + (letter > ' ' ? 0xfee0 : 0))).join('')}\n`,
  language => `---\n---${language}\n`,
  language => `---\n--- ${language}\ntitle: x\n`,
]

/** The code in the forms in which one engine or another would run it. */
const BODIES = [
  `{ title: (${CODE}, 'Attacked'), date: '2026-05-01' }`,
  `module.exports = (() => { ${CODE} })()`,
  `title: Attacked\ndate: 2026-05-01\ntoString: function () { ${CODE} }`,
]

/** Values that YAML's own tags would make code or objects of. */
const TAGGED = [
  `!!js/function "function () { ${CODE} }"`,
  `!!js/function 'function () { ${CODE} }()'`,
  '!!js/regexp /x/g',
  '!!js/undefined ""',
  `!<tag:yaml.org,2002:js/function> "function () { ${CODE} }"`,
  `!!python/object/apply:os.system ["x"]`,
  `!!binary "YWxlcnQoMSk="`,
  `!x "${CODE}"`,
  `&x [*x]`,
  `\${${CODE}}`,
  `<%= ${CODE} %>`,
  `{{ ${CODE} }}`,
]

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'attacked')
})

describe('front matter in another language than YAML', () => {
  test('runs nothing and is not published, however it is spelled', async () => {
    const sources = LANGUAGES.flatMap(language =>
      SPELLINGS.flatMap(spell => BODIES.map(body => `${spell(language)}${body}\n---\n\nText.\n`)),
    )
    const files = Object.fromEntries(sources.map((source, index) => [`${index}.md`, source]))
    const newsroom = newsroomOf({ ...files, 'good.md': story() })
    const { edition, diagnostics } = await newsroom.publish()
    expect(sources.length).toBeGreaterThan(1000)
    expect(Reflect.get(globalThis, 'attacked')).toBeUndefined()
    expect(edition.released.map(({ path }) => path)).toEqual(['good.md'])
    expect(new Set(diagnostics.map(({ path }) => path)).size).toBe(sources.length)
    expect([...newsroom.out()].filter(([, bytes]) => bytes.includes('ttacked')).map(([path]) => path)).toEqual([])
  })

  test('runs nothing by tags, or by what templates would run, in a story and in site.yaml', async () => {
    const files = TAGGED.map((value, index) => [`${index}.md`, `---\ntitle: ${value}\ndate: 2026-05-01\n---\n\n${value}\n`])
    await newsroomOf(Object.fromEntries(files)).publish()
    for (const value of TAGGED) await newsroomOf({ 'site.yaml': `${SITE_YAML}rights: ${value}\n`, 'a.md': story() }).attempt()
    expect(Reflect.get(globalThis, 'attacked')).toBeUndefined()
  })
})
