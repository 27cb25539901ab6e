import { describe, expect, test } from 'vitest'
import { bodyOf, cutFrontMatter } from '../../src/article/cut-front-matter.ts'

function cut(source: string) {
  return cutFrontMatter(Buffer.from(source))
}

describe('cutFrontMatter', () => {
  test.each<[string, string, string, number]>([
    ['a body', '---\ntitle: x\n---\nBody.\n', 'Body.\n', 4],
    ['a blank line before the body', '---\ntitle: x\n---\n\nBody.\n', '\nBody.\n', 4],
    ['no body', '---\ntitle: x\n---\n', '', 4],
    ['no line end at all', '---\ntitle: x\n---', '', 4],
    ['nothing within', '---\n---\nBody.\n', 'Body.\n', 3],
    ['dashes in the body', '---\ntitle: x\n---\na\n---\nb\n', 'a\n---\nb\n', 4],
    ['indented dashes in a block', '---\ntitle: |\n  ---\n---\nBody.\n', 'Body.\n', 5],
    ['a byte order mark', '\uFEFF---\ntitle: x\n---\nBody.\n', 'Body.\n', 4],
    ['CRLF', '---\r\ntitle: x\r\n---\r\nBody.\r\n', 'Body.\n', 4],
    ['lone CR', '---\rtitle: x\r---\rBody.\r', 'Body.\n', 4],
    [
      'gray-matter’s own separator',
      '---\ntitle: x\n---\n<!-- more -->\n---\ny: z\n---\n',
      '<!-- more -->\n---\ny: z\n---\n',
      4,
    ],
  ])('cutFrontMatter: %s', (_name, source, body, bodyLine) => {
    expect(cut(source)).toMatchObject({ body, bodyLine })
    expect(bodyOf(Buffer.from(source), bodyLine)).toBe(body)
  })

  test('cutFrontMatter: the same bytes are read the same way every time, and nobody shares the result', () => {
    const source = '---\ntitle: [x\n---\nBody.\n'
    expect(cut(source)).toMatchObject({ code: 'yaml' })
    expect(cut(source)).toEqual(cut(source))
    const [one, other] = [cut('---\ntitle: x\n---\n'), cut('---\ntitle: x\n---\n')]
    if ('message' in one || 'message' in other) throw new Error('expected front matter')
    expect(one.fields.value).not.toBe(other.fields.value)
  })

  test('cutFrontMatter: a view into a larger buffer is read within its bounds', () => {
    const whole = Buffer.from('garbage---\ntitle: x\n---\nBody.\ngarbage')
    expect(cutFrontMatter(whole.subarray(7, -7))).toMatchObject({ body: 'Body.\n' })
  })

  test('cutFrontMatter: 32 KB are read, and a byte more is too large', () => {
    const of = (length: number) => cut(`---\n${'x'.repeat(length - 5)}\n---\n`)
    expect(of(32 * 1024 + 1)).toMatchObject({ code: 'too-large' })
    expect(of(32 * 1024)).not.toMatchObject({ code: 'too-large' })
  })

  test('cutFrontMatter: a megabyte of dashes, blanks or blank lines costs no time to speak of', () => {
    const started = process.cpuUsage().user
    for (const hostile of ['-', ' ', '\n', '---\n', '\n---x', '--- '])
      cut(`---\n${hostile.repeat(Math.ceil(1_000_000 / hostile.length))}`)
    expect(process.cpuUsage().user - started).toBeLessThan(5_000_000)
  })
})

describe('bodyOf', () => {
  test('bodyOf: is empty beyond the end and for what is no text', () => {
    expect(bodyOf(Buffer.from('a\nb'), 3)).toBe('')
    expect(bodyOf(Buffer.from('a\nb'), 2)).toBe('b')
    expect(bodyOf(Buffer.from([0xff]), 1)).toBe('')
  })
})
