/** Stories that somebody wrote to be slow, deep or large: whole files, by what they are. The Markdown is of the kinds that cmark is tested with, at its sizes. */
export const HOSTILE_STORIES: ReadonlyMap<string, string> = new Map([
  ...Object.entries({
    'strong emphasis within emphasis': `${'*a **a '.repeat(65_000)}b${' a** a*'.repeat(65_000)}`,
    'ends of emphasis without a beginning': 'a_ '.repeat(65_000),
    'beginnings of emphasis without an end': '_a '.repeat(65_000),
    'ends of links without a beginning': 'a]'.repeat(65_000),
    'beginnings of links without an end': '[a'.repeat(65_000),
    'beginnings and ends that do not match': '*a_ '.repeat(50_000),
    'beginnings and ends in threes': `a**b${'c* '.repeat(50_000)}`,
    'links without an end, and ends of emphasis': '[ a_'.repeat(50_000),
    'brackets and parentheses in turns': '[ (]('.repeat(80_000),
    'images in links in parentheses': '![[]()'.repeat(160_000),
    'a link that may be emphasis': `**x [a*b**c*](d)`.repeat(20_000),
    'nested brackets': `${'['.repeat(50_000)}a${']'.repeat(50_000)}`,
    'nested quotations': `${'> '.repeat(50_000)}a`,
    'nested lists': Array.from({ length: 1000 }, (_, depth) => `${'  '.repeat(depth)}* a\n`).join(''),
    'a NUL': 'abc\0de\n'.repeat(10_000),
    'backticks of rising length': Array.from({ length: 5000 }, (_, length) => `e${'`'.repeat(length)}`).join(''),
    'links whose address does not end': '[a](<b'.repeat(30_000),
    'links whose title does not end': '[a](b "c '.repeat(30_000),
    'comments that do not end': '</-- <!-- a '.repeat(30_000),
    'instructions and declarations that do not end': '<? <!A <![CDATA[ '.repeat(30_000),
    'tables within lists': `${Array.from({ length: 200 }, (_, depth) => `${'  '.repeat(depth)}* |a|b|\n`).join('')}`,
    'many references': Array.from({ length: 50_000 }, (_, number) => `[${number}]: u\n`).join('') + '[0] '.repeat(50_000),
    'addresses like mail': 'a.b@c.d-'.repeat(8_000),
    'a wide table': `|${'a|'.repeat(8_000)}\n|${'-|'.repeat(8_000)}\n${'|\n'.repeat(8_000)}`,
    'ten megabytes of text': 'Words of the story. '.repeat(524_288),
    'ten megabytes in a word': 'a'.repeat(10 * 1024 * 1024),
    'twenty megabytes': 'Words of the story. '.repeat(1_048_576),
  }).map(([name, body]) => [name, `---\ntitle: Hostile\ndate: 2026-05-01\nsummary: Hostile.\n---\n\n${body}\n`] as const),
  ['an alias bomb', frontMatter(aliasBomb())],
  ['deep fields', frontMatter(`topics: ${'['.repeat(10_000)}${']'.repeat(10_000)}`)],
  ['deep fields by indentation', frontMatter(Array.from({ length: 150 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'))],
  ['ten megabytes of front matter', frontMatter(`summary: ${'a '.repeat(5 * 1024 * 1024)}`)],
  ['ten thousand times one topic', frontMatter(`topics: [${'a,'.repeat(10_000)}]`)],
  ['4,600 distinct topics', frontMatter(`topics: [${numbered(4_600, 't')}]`)],
  ['50 distinct topics and 20 authors', frontMatter(`topics: [${numbered(50, 't')}]\nauthors: [${numbered(20, 'a')}]`)],
  ['4,600 distinct authors', frontMatter(`authors: [${numbered(4_600, 'a')}]`)],
  ['4,000 distinct aliases', frontMatter(`aliases: [${numbered(4_000, '/a')}]`)],
  ['1,000 corrections of one day', frontMatter(`corrections:\n${'- {date: 2026-05-02, note: x}\n'.repeat(1_000)}`)],
  ['1,000 notes', frontMatter(`notes: [${numbered(1_000, 'note')}]`)],
  ['4,000 languages', frontMatter(`languages: [${'en, fr, '.repeat(2_000)}]`)],
  ['front matter of blank lines', frontMatter('\n'.repeat(30_000))],
  ['a title without end', `---\ntitle: ${'A'.repeat(30_000)}\ndate: 2026-05-01\n---\n\nWords.\n`],
])

function frontMatter(lines: string): string {
  return `---\ntitle: Hostile\ndate: 2026-05-01\n${lines}\n---\n\nWords.\n`
}

/** So many words, each another one. */
function numbered(count: number, word: string): string {
  return Array.from({ length: count }, (_, index) => `${word}${index}`).join(', ')
}

/** Nine levels of nine references each: a kilobyte that would be 387 million entries. */
function aliasBomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const entry = level === 0 ? 'x' : `*a${level - 1}`
    return `a${level}: &a${level} [${Array.from({ length: 9 }, () => entry).join(', ')}]`
  })
  return levels.join('\n')
}
