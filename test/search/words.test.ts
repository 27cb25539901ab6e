import { describe, expect, test } from 'vitest'
import { excerptOf, saysAll } from '../../src/search/excerpt.ts'
import { readQuery } from '../../src/search/find-stories.ts'
import { stemOf } from '../../src/search/stem.ts'
import { foldedWord, wordsIn } from '../../src/search/words.ts'

function termsOf(text: string, lang: string): readonly string[] {
  return Array.from(wordsIn(text, stemOf(lang)), ({ term }) => term)
}

describe('the words of a text', () => {
  test.each([
    ['en', 'Kazakhstan’s elections, and the WTO’s rules: 3.5%', 'kazakhstan elect and the wto rule 3 5'],
    ['fr', 'L’accord d’accession; les élections', 'accord access le elect'],
    ['es', 'Las negociaciones de adhesión', 'las negoci de adhesion'],
    ['ru', 'Выборы и ёлка: принципы', 'выбор и елк принцип'],
    ['kk', 'Қазақстанның мектептері', 'қазақстан мектеп'],
    ['ar', 'المُنَظَّمَة العالمية', 'منظم عالم'],
    ['zh', '世界贸易WTO', '世界 界贸 贸易 wto'],
    ['ja', '世界の', '世界 界の'],
    ['zh', '中', '中'],
    ['de', 'Straße, Œuvre', 'strasse oeuvre'],
    ['it', 'l’accordo', 'l accordo'],
  ])('%s: %s', (lang, text, terms) => {
    expect(termsOf(text, lang).join(' ')).toBe(terms)
  })

  test('are the same however their characters are composed', () => {
    expect(termsOf('élection'.normalize('NFD'), 'fr')).toEqual(termsOf('élection'.normalize('NFC'), 'fr'))
    expect(foldedWord('ÉLEC'.normalize('NFD'))).toBe('elec')
  })

  test('of hostile texts end', () => {
    expect(termsOf('\0\ud800\u202e', 'en')).toEqual([])
    for (const letter of ['a', 'y']) expect(termsOf(letter.repeat(1_000_000), 'fr')).toEqual([letter.repeat(40)])
  })
})

describe('an excerpt', () => {
  const text = `${'before '.repeat(60)}The ministers signed the agreement on fisheries. ${'after '.repeat(60)}`

  test('is the part that says what was looked for, with that marked', () => {
    const parts = excerptOf(text, readQuery('agreements fisher', stemOf('en')), stemOf('en'))
    expect(parts.filter(({ isMarked }) => isMarked).map(({ text }) => text)).toEqual(['agreement', 'fisheries'])
    const whole = parts.map(({ text }) => text).join('')
    expect(whole).toMatch(/^… before .*fisheries.* …$/)
    expect(whole.split(' ').length).toBeLessThan(40)
  })

  test('is the beginning of a text that says nothing of it', () => {
    expect(excerptOf('One two three.', readQuery('none ', stemOf('en')), stemOf('en'))).toEqual([
      { text: 'One two three.', isMarked: false },
    ])
  })

  test('of Chinese marks each character once', () => {
    const parts = excerptOf('关于世界贸易组织的消息', readQuery('世界贸易', stemOf('zh')), stemOf('zh'))
    expect(parts.map(({ text }) => text).join('')).toBe('关于世界贸易组织的消息')
    expect(
      parts
        .filter(({ isMarked }) => isMarked)
        .map(({ text }) => text)
        .join(''),
    ).toBe('世界贸易')
  })

  test('a phrase is said only where its words follow each other', () => {
    expect(saysAll('They talk of trade talks.', [['trade', 'talk']], stemOf('en'))).toBe(true)
    expect(saysAll('They talk of trade, and talks', [['trade', 'talk']], stemOf('en'))).toBe(false)
  })
})
