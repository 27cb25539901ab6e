import { describe, expect, test } from 'vitest'
import { placeAt, readYaml, type YamlDocument } from '../../src/fields/read-yaml.ts'

function documentOf(source: string): YamlDocument {
  const yaml = readYaml(source)
  if ('message' in yaml) throw new Error(yaml.message)
  return yaml
}

describe('readYaml', () => {
  test.each<[string, unknown]>([
    ['012', '012'],
    ['0x10', '0x10'],
    ['1e3', '1e3'],
    ['12345678901234567890', '12345678901234567890'],
    ['2024-02-31', '2024-02-31'],
    ['true', 'true'],
    ['no', 'no'],
    ['null', 'null'],
    ['~', '~'],
    ['1:30', '1:30'],
    ['.inf', '.inf'],
    ['"\\u041a 🎉"', 'К 🎉'],
    ["'it''s'", "it's"],
    ['plain # comment', 'plain'],
    ['C# and C', 'C# and C'],
    ['<<', '<<'],
    ['[1, [a, "b"]]', ['1', ['a', 'b']]],
    ['{ a: 1 }', new Map([['a', '1']])],
    ['', ''],
  ])('readYaml: the value %s stays text', (written, value) => {
    expect(documentOf(`key: ${written}\n`).value).toEqual(new Map([['key', value]]))
  })

  test('readYaml: block scalars are text, folded or not', () => {
    expect(documentOf('a: |\n  one\n  two\nb: >\n  one\n  two\n').value).toEqual(
      new Map([
        ['a', 'one\ntwo\n'],
        ['b', 'one two\n'],
      ]),
    )
  })

  test('readYaml: keys that objects have are keys like others', () => {
    const { value } = documentOf('__proto__: x\nconstructor: y\ntoString: z\n')
    expect(value).toEqual(
      new Map([
        ['__proto__', 'x'],
        ['constructor', 'y'],
        ['toString', 'z'],
      ]),
    )
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
  })

  test.each(['', '\n\n', '# a comment\n'])('readYaml: %j is an empty document', source => {
    expect(documentOf(source).value).toBeUndefined()
  })

  const PLACED = `# a comment
title: A story
image:
  src: a.png
  alt:   "An image"
topics: [one,
  two]
authors:
  - Desk
  - name: X
empty:
"quoted key": v
`

  test.each<[readonly (string | number)[], number, number]>([
    [['title'], 2, 8],
    [['image'], 3, 1],
    [['image', 'src'], 4, 8],
    [['image', 'alt'], 5, 11],
    [['image', 'credit'], 3, 1],
    [['topics'], 6, 1],
    [['topics', 0], 6, 10],
    [['topics', 1], 7, 3],
    [['authors', 0], 9, 5],
    [['authors', 1, 'name'], 10, 11],
    [['empty'], 11, 1],
    [['gone'], 1, 1],
    [[], 1, 1],
  ])('readYaml: %j stands at %i:%i', (path, line, column) => {
    expect(documentOf(PLACED).placeOf(path)).toEqual({ line, column })
  })

  test.each<[string, number, number, RegExp]>([
    ['a: &x 1\n', 1, 4, /aliases/],
    ['a: 1\nb: *x\n', 2, 4, /aliases/],
    ['a: 1\nb: &y [1]\n', 2, 4, /aliases/],
    ['a: !t 1\n', 1, 4, /tags/],
    ['a: 1\na: 2\n', 2, 1, /twice/],
    ['a: {b: 1, b: 2}\n', 1, 11, /twice/],
    ['a: "x\n', 1, 6, /" is not closed/],
    ['a: [1\n', 1, 6, /\[ is not closed/],
    ['a: x\n---\nb: y\n', 1, 1, /two documents/],
    ['a:\n\tb: 1\n', 2, 1, /tab/],
    ['a: b: c\n', 1, 4, /second colon/],
    [`a: ${'['.repeat(100)}`, 1, 19, /too deeply/],
    [`${Array.from({ length: 40 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')} 1`, 16, 16, /too deeply/],
  ])('readYaml: %j is a mistake at %i:%i', (source, line, column, message) => {
    expect(readYaml(source)).toMatchObject({ line, column, message: expect.stringMatching(message) })
  })
})

describe('placeAt', () => {
  test.each<[number, number, number]>([
    [0, 1, 1],
    [1, 1, 2],
    [3, 2, 1],
    [5, 2, 3],
    [-1, 1, 1],
  ])('placeAt: offset %i is %i:%i', (offset, line, column) => {
    expect(placeAt('ab\n🎉c', offset)).toEqual({ line, column })
  })
})
