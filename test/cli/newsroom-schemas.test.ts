import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { CORE_SCHEMA, load } from 'js-yaml'
import { beforeAll, describe, expect, test } from 'vitest'
import { articleFields } from '../../src/article/article-fields.ts'
import { schemaFiles, schemaPath } from '../../src/cli/newsroom-schemas.ts'
import { settingsFields } from '../../src/config/read-settings.ts'
import { SITE_FIELDS } from '../../src/config/site-fields.ts'
import type { FieldTable } from '../../src/fields/readers.ts'
import { rootSlot } from '../../src/fields/slot.ts'
import type { Diagnostic } from '../../src/model/diagnostic.ts'
import { patternProblem } from '../../src/runner/heartbeat.ts'
import { fencesOf, read } from '../docs/documents.ts'
import { DEMONSTRATION, fixture, temporaryFolder } from '../support/newsroom.ts'
import { YamlLanguageServer } from '../support/yaml-language-server.ts'
import { courant, WITH_URL } from './courant.ts'

const TABLES: Readonly<Record<'site' | 'courant' | 'article', FieldTable>> = {
  site: SITE_FIELDS,
  courant: settingsFields(patternProblem),
  article: articleFields('UTC'),
}
const NAMES = ['site', 'courant', 'article'] as const

/** The validator of a schema file. Editors' own keywords are not ajv's. */
function validator(name: (typeof NAMES)[number]): ValidateFunction {
  const schema = JSON.parse(schemaFiles()[schemaPath(name)] ?? '')
  return new Ajv({ strict: false }).compile(schema)
}

/** A value of YAML as an editor types it. */
function typed(yaml: string): unknown {
  return load(yaml, { schema: CORE_SCHEMA })
}

/** A word as an editor types it: without quotes where it can stand so. */
function typedWord(word: string): unknown {
  return /[:*]$|^[*]/.test(word) ? word : typed(word)
}

function isRead(table: FieldTable, name: string, value: unknown): boolean {
  const diagnostics: Diagnostic[] = []
  const slot = rootSlot(value, { path: 'x', placeOf: () => ({ line: 1, column: 1 }), diagnostics })
  table[name]?.read(slot)
  return diagnostics.length === 0
}

/** Words that people write where a field wants something else, or the same thing in another way. */
const WORDS = [
  ...['true', 'yes', '0', '1', '20', '501', '-1', '1e3', '2026', '2026-05-03', '2026-05-03T09:00', '2026-05-03 09:00'],
  ...[
    '2026-05-03T09:00:00.5+02:00',
    '3rd May',
    '2026-02-31',
    'en',
    'pt-BR',
    'english',
    'zh-Hant',
    'a word',
    'Ünïcödé',
    '/',
    '/a/',
  ],
  ...[
    '/logo.png',
    '//evil.example/',
    'a/b',
    'https://www.example.org/x',
    'HTTP://EXAMPLE.ORG',
    'ftp://example.org',
    'mailto:a@b.org',
  ],
  ...[
    'a@b.org',
    'a@b',
    'tag:a.org,2026:',
    'tag:a.org,2026:x',
    'urn:x',
    'TAG:a.org,2026-01:',
    'Europe/Zurich',
    'UTC',
    '*',
    'x'.repeat(400),
  ],
]

describe('schemaFiles', () => {
  test.each(NAMES)(
    '%s: has every field of its table with what it is for, requires what must be there, and takes no other',
    name => {
      const schema = JSON.parse(schemaFiles()[schemaPath(name)] ?? '')
      const table = TABLES[name]
      expect(Object.keys(schema.properties)).toEqual(Object.keys(table))
      for (const [field, { about }] of Object.entries(table)) expect(schema.properties[field].description).toBe(about)
      expect(schema.required ?? []).toEqual(Object.keys(table).filter(field => table[field]?.required))
      expect(schema.additionalProperties).toBe(false)
    },
  )

  test.each(NAMES)('%s: takes the example of every field', name => {
    const validate = validator(name)
    const examples = Object.entries(TABLES[name]).map(([field, { example }]) => `${field}: ${example}`)
    expect([validate(typed(examples.join('\n'))), validate.errors]).toEqual([true, null])
  })

  test.each(NAMES)('%s: refuses nothing that is read', name => {
    const validate = validator(name)
    const least = Object.entries(TABLES[name]).flatMap(([field, { required, example }]) =>
      required ? [[field, typed(example)]] : [],
    )
    let taken = 0
    for (const field of Object.keys(TABLES[name])) {
      for (const word of WORDS) {
        const isFlag = TABLES[name][field]?.read.schema.type === 'boolean'
        if (!isRead(TABLES[name], field, word) || (word === 'true' && !isFlag)) continue
        taken++
        expect(validate({ ...Object.fromEntries(least), [field]: typedWord(word) }), `${field}: ${word}`).toBe(true)
      }
    }
    expect(taken).toBeGreaterThan(WORDS.length)
  })

  test.each([
    ['site', 'title: [a]'],
    ['site', 'url: example.org'],
    ['site', 'idPrefix: newsroom'],
    ['site', 'pageSize: 501'],
    ['site', 'topics: { a: { titel: x } }'],
    ['site', 'navigation: [{ label: x, href: javascript:x }]'],
    ['courant', 'port: 99999'],
    ['courant', 'prot: 80'],
    ['article', 'date: 3rd May'],
    ['article', 'updated: { note: x }'],
    ['article', 'draft: maybe'],
    ['article', 'image: quay.jpg'],
    ['article', 'sumary: x'],
    ['article', `topics: [${'a, '.repeat(51)}]`],
    ['article', `authors: [${'a, '.repeat(21)}]`],
  ] as const)('%s: refuses %s', (name, line) => {
    const least = Object.entries(TABLES[name]).flatMap(([field, { required, example }]) =>
      required ? [[field, typed(example)]] : [],
    )
    const own = Object.entries(typed(line) as object)
    expect(validator(name)(Object.fromEntries([...least, ...own]))).toBe(false)
  })

  test('takes every site.yaml and courant.yaml that there is', () => {
    const newsrooms = [DEMONSTRATION, ...['minimal', 'everything', 'hard-text', 'base-path'].map(fixture)]
    const validate = validator('site')
    for (const folder of newsrooms) {
      validate(typed(readFileSync(join(folder, 'site.yaml'), 'utf8')))
      expect(validate.errors, folder).toBeNull()
    }
    const settings = fencesOf(read('docs/operators.md')).filter(({ lang }) => lang === 'yaml')
    for (const { text } of settings) expect(validator('courant')(typed(text)), text).toBe(true)
  })

  test('takes the front matter of every article that there is', () => {
    const validate = validator('article')
    const files = readdirSync(DEMONSTRATION, { recursive: true, encoding: 'utf8' })
    const articles = files.filter(file => /^\d{4}\/.*\.md$/.test(file))
    expect(articles.length).toBeGreaterThan(10)
    for (const file of articles) {
      const [, yaml = ''] = readFileSync(join(DEMONSTRATION, file), 'utf8').split(/^---\n/m)
      validate(typed(yaml))
      expect(validate.errors, file).toBeNull()
    }
  })
})

describe('the YAML language server, in a newsroom of courant init', () => {
  let root: string
  let site: string

  beforeAll(async () => {
    root = temporaryFolder()
    await courant(['init', '.', ...WITH_URL], { cwd: root })
    site = join(root, 'articles/site.yaml')
  })

  test('has nothing to say of the files that init writes', async () => {
    const server = await YamlLanguageServer.start(root)
    for (const file of [site, join(root, 'courant.yaml')])
      expect(await server.open(file, readFileSync(file, 'utf8'))).toEqual([])
  })

  test('names mistakes in site.yaml and courant.yaml at their places', async () => {
    const server = await YamlLanguageServer.start(root)
    const [line = ''] = readFileSync(site, 'utf8').split('\n')
    const broken = `${line}\ntitle: A\ndescription: B\nurl: example.org\nidPrefix: "tag:a.org,2026:"\ntimezone: UTC\nlang: english\nsumary: x\n`
    expect(await server.open(site, broken)).toEqual([
      '4:6 write it in full: https://www.example.org/story',
      '7:7 write its code: en, fr, es, ar, zh, ru, pt-BR',
      '8:1 Property sumary is not allowed.',
    ])
    const settings = join(root, 'courant.yaml')
    const [first = ''] = readFileSync(settings, 'utf8').split('\n')
    expect(await server.open(settings, `${first}\nport: 80800\n`)).toEqual(['2:7 Value is above the maximum of 65535.'])
  })

  test('offers the fields that are not there yet, and says what each is for', async () => {
    const server = await YamlLanguageServer.start(root)
    const text = `${readFileSync(site, 'utf8')}\n`
    await server.open(site, text)
    const offered = await server.complete(site, { line: text.split('\n').length, column: 1 })
    expect(offered).toEqual(expect.arrayContaining(['pageSize', 'disclaimers', 'topics', 'authors']))
    expect(offered).not.toContain('title')
    const line = text.split('\n').findIndex(row => row.startsWith('timezone:')) + 1
    expect(await server.hover(site, { line, column: 3 })).toContain(SITE_FIELDS.timezone.about.replace('.', ''))
  })
})
