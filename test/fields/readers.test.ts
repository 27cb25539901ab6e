import { describe, expect, test } from 'vitest'
import {
  canonicalLanguage,
  email,
  type FieldTable,
  flag,
  group,
  integer,
  language,
  languages,
  list,
  mapOf,
  text,
  url,
} from '../../src/fields/readers.ts'
import { quote, type Reader, rootSlot } from '../../src/fields/slot.ts'
import type { Diagnostic } from '../../src/model/diagnostic.ts'

/** What a reader makes of a value, and its mistakes as `field: message | remedy`. */
function read<T>(reader: Reader<T>, value: unknown): { readonly result: T | undefined; readonly mistakes: readonly string[] } {
  const diagnostics: Diagnostic[] = []
  const result = reader(rootSlot(value, { path: 'x.md', placeOf: () => ({ line: 1, column: 1 }), diagnostics }))
  return { result, mistakes: diagnostics.map(({ field = '', message, remedy }) => `${field}: ${message} | ${remedy}`) }
}

describe('text', () => {
  test.each([
    ['  blanks around ', 'blanks around'],
    ['folded\n  over\nlines\n', 'folded over lines'],
    ['  ', undefined],
    ['\n', undefined],
    ['x'.repeat(11), undefined],
    ['x'.repeat(10), 'x'.repeat(10)],
    ['~', '~'],
  ])('text: %j is read as %j', (value, expected) => {
    expect(read(text({ max: 10 + 10 * Number(value.includes(' ')) }), value).result).toBe(expected)
  })
})

describe('flag, integer, url, email, language', () => {
  test.each<[string, Reader<unknown>, unknown, unknown]>([
    ['flag', flag, 'true', true],
    ['flag', flag, 'false', false],
    ['flag', flag, 'True', undefined],
    ['flag', flag, 'no', undefined],
    ['integer', integer({ min: 1, max: 500 }), '500', 500],
    ['integer', integer({ min: 1, max: 500 }), '007', 7],
    ['integer', integer({ min: 1, max: 500 }), '501', undefined],
    ['integer', integer({ min: 0, max: 9 }), '-1', undefined],
    ['integer', integer({ min: 0, max: 9 }), '1e0', undefined],
    ['integer', integer({ min: 0, max: 9 }), '٣', undefined],
    ['url', url, 'https://bücher.example/ä b', 'https://xn--bcher-kva.example/%C3%A4%20b'],
    ['url', url, 'HTTP://EXAMPLE.ORG', 'http://example.org/'],
    ['url', url, '//example.org/', undefined],
    ['url', url, 'ftp://example.org/', undefined],
    ['url', url, 'https://user@example.org/', undefined],
    ['url', url, 'https://', undefined],
    ['url', url, 'mailto:a@example.org', undefined],
    ['email', email, 'desk+news@example.org', 'desk+news@example.org'],
    ['email', email, 'desk@localhost', undefined],
    ['email', email, 'Desk <desk@example.org>', undefined],
    ['email', email, 'a@b@example.org', undefined],
    ['language', language, 'EN-gb', 'en-GB'],
    ['language', language, 'zh-hant', 'zh-Hant'],
    ['language', language, 'english', undefined],
    ['language', language, 'en_GB', undefined],
    ['language', language, 'x', undefined],
  ])('%s: of %j (%#)', (_name, reader, value, expected) => {
    const { result, mistakes } = read(reader, value)
    expect(result).toBe(expected)
    expect(mistakes).toHaveLength(expected === undefined ? 1 : 0)
  })

  test('canonicalLanguage: has one form for each tag, and none for what is no tag', () => {
    expect(['iw', 'PT-br', 'sr-latn-rs', 'de-1996'].map(canonicalLanguage)).toEqual(['he', 'pt-BR', 'sr-Latn-RS', 'de-1996'])
    expect(['', '1', 'en-', 'e n', 'abcd', 'en-x'].map(canonicalLanguage)).toEqual(Array(6).fill(undefined))
  })
})

describe('list', () => {
  test.each<[unknown, readonly unknown[] | undefined, readonly string[]]>([
    [['a', 'b'], ['a', 'b'], []],
    ['a', ['a'], []],
    [[], [], []],
    [['a', '', 'b'], ['a', 'b'], ['1: an item of this list is empty | write something after the dash, or remove it']],
    [['a', ['b']], ['a'], ['1: a list stands where text belongs | write it on one line, in quotes if it holds a colon']],
    [
      new Map(),
      undefined,
      [': a group of fields stands where a list belongs | begin each item with a dash, or write [one, two]'],
    ],
  ])('list: of %j', (value, result, mistakes) => {
    expect(read(list(text()), value)).toEqual({ result, mistakes })
  })
})

describe('list of a few', () => {
  const few = list(text(), { max: 2 })

  test('list: up to the most it may have is read whole', () => {
    expect(read(few, ['a', 'b'])).toEqual({ result: ['a', 'b'], mistakes: [] })
  })

  test('list: of more, the first are read and one mistake is noted, whatever the others are', () => {
    const table = { topics: { read: few, about: 'x', example: 'x' } }
    const { result, mistakes } = read(group(table), new Map([['topics', ['a', 'b', '', ['c']]]]))
    expect([result?.topics, mistakes]).toEqual([['a', 'b'], ['topics: 4 topics are too many | keep 2 at most']])
  })

  test('list: in what was published before the rule, more than it may have is a warning', () => {
    const diagnostics: Diagnostic[] = []
    const slot = rootSlot(['a', 'b', 'c'], {
      path: 'x.md',
      placeOf: () => ({ line: 1, column: 1 }),
      diagnostics,
      wasGood: true,
    })
    expect([few(slot), diagnostics.map(({ severity }) => severity)]).toEqual([['a', 'b'], ['warning']])
  })
})

describe('languages', () => {
  test.each<[unknown, readonly string[] | undefined, readonly string[]]>([
    [['EN', 'fr'], ['en', 'fr'], []],
    ['fr', ['fr'], []],
    ['en, fr', undefined, ['languages: cannot read "en, fr" as a language | write a list: languages: [en, fr]']],
    [
      'en fr;pt-BR',
      undefined,
      ['languages: cannot read "en fr;pt-BR" as a language | write a list: languages: [en, fr, pt-BR]'],
    ],
    [
      'English, French',
      [],
      ['languages: cannot read "English, French" as a language | write its code: en, fr, es, ar, zh, ru, pt-BR'],
    ],
  ])('languages: of %j', (value, result, mistakes) => {
    const table = { languages: { read: languages, about: 'x', example: 'x' } }
    const { result: fields, mistakes: told } = read(group(table), new Map([['languages', value]]))
    expect([fields?.languages, told]).toEqual([result, mistakes])
  })
})

describe('mapOf', () => {
  test('mapOf: keeps the names that the writer chose, __proto__ too, and leaves out what is mistaken', () => {
    const given = new Map<string, unknown>([
      ['__proto__', 'x'],
      ['b', ['y']],
    ])
    const { result, mistakes } = read(mapOf(text()), given)
    expect(result).toEqual(new Map([['__proto__', 'x']]))
    expect(mistakes).toEqual(['b: a list stands where text belongs | write it on one line, in quotes if it holds a colon'])
  })
})

describe('group', () => {
  const TABLE = {
    title: { read: text(), required: true, about: 'x', example: 'A story' },
    lead: { read: flag, about: 'x', example: 'true' },
    pageSize: { read: integer({ min: 1, max: 5 }), about: 'x', example: '3' },
  } as const satisfies FieldTable

  test('group: yields what was read, and nothing for what is absent', () => {
    expect(read(group(TABLE), new Map([['title', 'T']]))).toEqual({ result: { title: 'T' }, mistakes: [] })
  })

  test('group: an empty value is a mistake, and in what was published before the rule a warning', () => {
    const blank = new Map([
      ['title', 'T'],
      ['lead', ''],
    ])
    expect(read(group(TABLE), blank)).toEqual({
      result: { title: 'T' },
      mistakes: ['lead: is empty | write a value, as in lead: true; or remove the line'],
    })
    const diagnostics: Diagnostic[] = []
    const slot = rootSlot(blank, { path: 'x.md', placeOf: () => ({ line: 1, column: 1 }), diagnostics, wasGood: true })
    expect([group(TABLE)(slot), diagnostics.map(({ severity }) => severity)]).toEqual([{ title: 'T' }, ['warning']])
  })

  test.each([
    ['titel', 'did you mean title?'],
    ['tilte', 'did you mean title?'],
    ['Title', 'did you mean title?'],
    ['pagesize', 'did you mean pageSize?'],
    ['laed', 'did you mean lead?'],
    ['name', 'remove the line; the fields are title, lead, pageSize'],
    ['', 'remove the line; the fields are title, lead, pageSize'],
    ['hasOwnProperty', 'remove the line; the fields are title, lead, pageSize'],
  ])('group: of the unknown field %j says "%s"', (name, remedy) => {
    const given = new Map([
      ['title', 'T'],
      [name, 'x'],
    ])
    expect(read(group(TABLE), given).mistakes).toEqual([`${name}: there is no such field | ${remedy}`])
  })

  test('group: knows what other programs call its fields', () => {
    const topics = group({ topics: { read: text(), about: 'x', example: 'x' } })
    expect(read(topics, new Map([['tags', 'x']])).mistakes).toEqual(['tags: there is no such field | did you mean topics?'])
    expect(
      read(
        group(TABLE),
        new Map([
          ['title', 'T'],
          ['tags', 'x'],
        ]),
      ).mistakes,
    ).toEqual(['tags: there is no such field | remove the line; the fields are title, lead, pageSize'])
  })

  test.each(['published', 'private', 'status'])('group: who keeps something back by %s learns how', name => {
    const drafts = group({ draft: { read: flag, about: 'x', example: 'true' } })
    const remedy = 'write draft: true where nobody is to see it; else remove the line'
    expect(read(drafts, new Map([[name, 'false']])).mistakes).toEqual([`${name}: there is no such field | ${remedy}`])
  })

  test('group: tells all mistakes at once', () => {
    const given = new Map([
      ['lead', 'x'],
      ['pageSize', '9'],
      ['other', 'x'],
    ])
    expect(read(group(TABLE), given).mistakes).toHaveLength(4)
  })
})

describe('quote', () => {
  test('quote: is short and on one line', () => {
    expect(quote('a\n b')).toBe('"a b"')
    expect(quote('x'.repeat(100))).toBe(`"${'x'.repeat(57)}…"`)
    expect([quote([]), quote(new Map())]).toEqual(['a list', 'a group of fields'])
  })
})
