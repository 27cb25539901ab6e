import { describe, expect, test } from 'vitest'
import { type LostStory, type NewFile, resemblancesOf, wordsIn } from '../../src/record/resemblance.ts'

const DAY = Date.UTC(2026, 4, 1)

interface Text {
  readonly title?: string
  readonly text?: string
  readonly date?: number
}

function lost(name: string, { title = `Lost ${name}`, text = '', date = DAY }: Text = {}): LostStory {
  const entry = {
    id: `tag:x,2026:${name}`,
    path: `${name}.md`,
    permalink: `/${name}/` as const,
    hash: 'hash',
    published: date,
    former: [],
    gone: undefined,
  }
  return { entry, others: new Set(), known: { title, text }, date }
}

function file(name: string, { title = `New ${name}`, text = '', date = DAY + 1 }: Text = {}): NewFile {
  return { path: `${name}.md`, id: `tag:x,2026:${name}`, permalink: `/${name}/`, title, text, date }
}

/** Numbered words: `words(1, 4)` is `w1 w2 w3 w4`. */
function words(from: number, to: number): string {
  return Array.from({ length: to - from + 1 }, (_, index) => `w${from + index}`).join(' ')
}

function pairsOf(lostStories: readonly LostStory[], files: readonly NewFile[]): readonly string[] {
  return resemblancesOf(lostStories, files).map(
    ({ file: { path }, entry, rival }) => `${path} ${entry.path}${rival === undefined ? '' : ` not ${rival}`}`,
  )
}

/** How long this process has used a processor: what passes on a busy machine says nothing of what is tested. */
function workedMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

describe('resemblancesOf', () => {
  const OLD = { title: 'The old quay', text: words(1, 10), date: DAY }

  test.each<[string, Text, boolean]>([
    ['its title', { title: 'The old quay' }, true],
    ['its title in other case and marks', { title: '“The OLD quay!”' }, true],
    ['more than half of its words', { text: words(5, 40) }, true],
    ['half of its words', { text: words(6, 40) }, false],
    ['its date and more than a fifth of its words', { text: words(8, 40), date: DAY }, true],
    ['its date and a fifth of its words', { text: words(9, 40), date: DAY }, false],
    ['its date alone', { date: DAY }, false],
    ['nothing of it', { text: words(11, 40) }, false],
  ])('a file with %s', (_, text, isFound) => {
    expect(pairsOf([lost('a', OLD)], [file('b', text)])).toEqual(isFound ? ['b.md a.md'] : [])
  })

  test('a file at its address, whatever it says', () => {
    expect(pairsOf([lost('a', OLD)], [{ ...file('b'), permalink: '/a/' }])).toEqual(['b.md a.md'])
  })

  test('without a title or words nothing is alike', () => {
    expect(pairsOf([lost('a', { title: '…', text: '' })], [file('b', { title: '!', text: '' })])).toEqual([])
  })

  test('where nothing of the text is left, the date alone is asked about', () => {
    const bare = { ...lost('a'), known: undefined }
    expect(pairsOf([bare], [file('b', { date: DAY }), file('c')])).toEqual(['b.md a.md'])
  })

  test('no file that was there when the story still was', () => {
    const files = [file('b', OLD), file('c', OLD)]
    expect(pairsOf([{ ...lost('a', OLD), others: new Set(['b.md']) }], files)).toEqual(['c.md a.md'])
  })

  test('several at once: each file with the story that it resembles most', () => {
    const stories = [lost('a', { text: words(1, 10) }), lost('b', { text: words(5, 14) }), lost('c', { text: words(20, 30) })]
    const files = [file('x', { text: words(6, 14) }), file('y', { text: words(1, 9) }), file('z', { text: words(22, 30) })]
    expect(pairsOf(stories, files)).toEqual(['x.md b.md', 'y.md a.md', 'z.md c.md'])
    expect(pairsOf(stories.toReversed(), files.toReversed())).toEqual(['x.md b.md', 'y.md a.md', 'z.md c.md'])
  })

  test('of two files that resemble one story the other names the likelier as its rival', () => {
    const files = [file('x', { text: words(1, 6) }), file('y', { text: words(1, 9) })]
    expect(pairsOf([lost('a', { text: words(1, 10) })], files)).toEqual(['x.md a.md not y.md', 'y.md a.md'])
  })

  test('translations that were renamed together stay in their languages, with one title and one date', () => {
    const en = 'The members of the working party agreed on the terms of accession.'
    const fr = 'Les membres du groupe de travail ont adopté le projet de protocole.'
    const title = 'Kazakhstan'
    const stories = [lost('old', { title, text: en }), lost('old.fr', { title, text: fr })]
    const files = [file('new.fr', { title, text: `${fr} Fin.` }), file('new', { title, text: `${en} End.` })]
    expect(pairsOf(stories, files)).toEqual(['new.fr.md old.fr.md', 'new.md old.md'])
  })

  test('a thousand stories renamed and edited at once are each known again, within seconds', () => {
    // Every story has the same two hundred words and twenty of its own, and half of these change.
    const common = Array.from({ length: 200 }, (_, index) => `common${index}`).join(' ')
    const own = (story: number, from: number): string =>
      Array.from({ length: 20 }, (_, index) => `own${story}x${index + from}`).join(' ')
    const numbers = Array.from({ length: 1000 }, (_, index) => index)
    const stories = numbers.map(number => lost(`old-${number}`, { text: `${common} ${own(number, 0)}` }))
    const files = numbers.map(number => file(`new-${number}`, { text: `${common} ${own(number, 10)}` }))
    const startedMs = workedMs()
    const found = resemblancesOf(stories, files)
    expect(workedMs() - startedMs).toBeLessThan(20_000)
    expect(found.map(({ file: { path }, entry }) => [path, entry.path])).toEqual(
      numbers.map(number => [`new-${number}.md`, `old-${number}.md`]).sort(),
    )
  })
})

describe('wordsIn', () => {
  test('leaves out markup, addresses and case', () => {
    const text = '**The** [Quay](https://example.org/harbour.md) <span class="x">opens</span>, the quay!'
    expect([...wordsIn(text)]).toEqual(['the', 'quay', 'opens'])
  })

  test.each([
    ['哈萨克斯坦入世', ['哈萨', '萨克', '克斯', '斯坦', '坦入', '入世']],
    ['データを送る', ['デー', 'ータ', 'タを', 'を送', '送る']],
    ['ท่าเรือ', ['ท่', '่า', 'าเ', 'เร', 'รื', 'ือ']],
    ['港 WTO加入', ['港', 'wto', '加入']],
    ['한국 항구', ['한국', '항구']],
    ['ﾃﾞｰﾀ', ['デー', 'ータ']],
  ])('takes two characters in a row for a word where no spaces are: %s', (text, expected) => {
    expect([...wordsIn(text)]).toEqual(expected)
  })

  test('takes a text that is nothing but openings in a moment', () => {
    const startedMs = workedMs()
    wordsIn(']('.repeat(300_000) + '<'.repeat(300_000))
    expect(workedMs() - startedMs).toBeLessThan(5000)
  })
})
