import { expect, test } from 'vitest'
import { articleFields, STANDING_FIELDS } from '../../src/article/article-fields.ts'
import { DELIVERY_FIELDS } from '../../src/config/delivery-fields.ts'
import { LABEL_FIELDS } from '../../src/config/label-fields.ts'
import { settingsFields } from '../../src/config/read-settings.ts'
import { SITE_FIELDS } from '../../src/config/site-fields.ts'
import type { FieldTable } from '../../src/fields/readers.ts'
import { PALETTES } from '../../src/model/look.ts'
import { withTables } from '../../tools/generated-tables.ts'
import { inlineCode, read, rowsByName, sectionOf } from './documents.ts'

const AUTHORS = read('docs/authors.md')

/** A table documents a group of fields when it has a row for each, none for others, and says which must be there. */
function expectDocumented(section: string, fields: FieldTable): void {
  const rows = rowsByName(section)
  expect([...rows.keys()].sort()).toEqual(Object.keys(fields).sort())
}

test('articleFields: every one has a row in the guide for authors, and no other has', () => {
  expectDocumented(sectionOf(AUTHORS, '## Every field'), articleFields('UTC'))
})

test('articleFields: the README has them all, as the generator writes them', () => {
  const readme = read('README.md')
  expect(rowsByName(sectionOf(readme, '## A story')).size).toBe(Object.keys(articleFields('UTC')).length)
  // Mended by: node_modules/.bin/node tools/write-docs.ts
  expect(readme).toBe(withTables(readme))
})

test('LABEL_FIELDS: the guide for designers has them all, as the generator writes them', () => {
  const themes = read('docs/themes.md')
  expect(rowsByName(sectionOf(themes, '### Words')).size).toBe(Object.keys(LABEL_FIELDS).length)
  // Mended by: node_modules/.bin/node tools/write-docs.ts
  expect(themes).toBe(withTables(themes))
})

test('PALETTES: the guide for designers names every colour and what it is when nobody says', () => {
  const rows = rowsByName(sectionOf(read('docs/themes.md'), '### Colours'))
  const { light, dark } = PALETTES
  const colours = Object.keys(light) as (keyof typeof light)[]
  expect([...rows]).toEqual(colours.map(name => [name, [expect.any(String), `\`${light[name]}\``, `\`${dark[name]}\``]]))
})

test('articleFields: the fields within image are in the guide, and those within updated are shown', () => {
  const rows = rowsByName(sectionOf(AUTHORS, '## Images'))
  expect([...rows.keys()]).toEqual(['image.src', 'image.alt', 'image.credit', 'image.caption'])
  expect(sectionOf(AUTHORS, '## Changing a story')).toMatch(/^updated:\n {2}date: .*\n {2}note: /m)
})

test('articleFields: the fields within attachments, corrections and withdrawn are shown', () => {
  expect(sectionOf(AUTHORS, '## Attachments')).toMatch(/^attachments:\n {2}- src: .*\n {4}title: /m)
  expect(sectionOf(AUTHORS, '## Changing a story')).toMatch(/^corrections:\n {2}- date: .*\n {4}note: /m)
  expect(sectionOf(AUTHORS, '### Taking a story back')).toMatch(/^withdrawn:\n {2}date: .*\n {2}reason: .*\n {2}replacement: /m)
})

test('STANDING_FIELDS: every one is named in the guide for authors', () => {
  expect(inlineCode(sectionOf(AUTHORS, '## Pages that are no news'))).toEqual(
    expect.arrayContaining(Object.keys(STANDING_FIELDS)),
  )
})

test('SITE_FIELDS: every one has a row in the guide for authors that says whether it must be there', () => {
  const section = sectionOf(AUTHORS, "## The newsroom's own file: `site.yaml`")
  expectDocumented(section, SITE_FIELDS)
  const required = [...rowsByName(section)].filter(([, [about = '']]) => about.includes('Must be there')).map(([name]) => name)
  const table: FieldTable = SITE_FIELDS
  expect(required).toEqual(Object.keys(table).filter(name => table[name]?.required))
})

test('settingsFields: every one has a row in the guide for operators, and no other has', () => {
  expectDocumented(
    sectionOf(read('docs/operators.md'), '## Settings: `courant.yaml`'),
    settingsFields(() => undefined),
  )
})

test('DELIVERY_FIELDS: every one has a row in the guide for operators, and no other has', () => {
  expectDocumented(sectionOf(read('docs/operators.md'), '## Where else it goes'), DELIVERY_FIELDS)
})
