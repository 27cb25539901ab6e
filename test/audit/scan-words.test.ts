import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scanWords } from '../../src/audit/scan-words.ts'

/** The words of a text, each as it is written there. */
function wordsIn(text: string): readonly string[] {
  const bytes = Buffer.from(text)
  const words: string[] = []
  scanWords(bytes, (_, letters, start) => letters > 0 && words.push(bytes.subarray(start, start + letters).toString()))
  return words
}

function hashesIn(text: string): readonly number[] {
  const hashes: number[] = []
  scanWords(Buffer.from(text), hash => hashes.push(hash))
  return hashes
}

describe('scanWords', () => {
  test.each([
    ['The *secret* deal, 2026.', ['The', 'secret', 'deal', '2026']],
    ['Қазақстан мен ДСҰ — «келіссөз»', ['Қазақстан', 'мен', 'ДСҰ', 'келіссөз']],
    ['哈萨克斯坦，入世', ['哈', '萨', '克', '斯', '坦', '，', '入', '世']],
    ['bank’s bank&#x27;s bank&apos;s', ['bank', 's', 'bank', 's', 'bank', 's']],
    ['AT&T; R&amp;D &amp;lt;p&amp;gt; x', ['AT', 'R', 'D', 'p', 'x']],
    ['fish &amp; chips & salt', ['fish', 'chips', 'salt']],
    [String.raw`{"a":"one\ntwo \"three\""}`, ['a', 'one', 'two', 'three']],
    ['my%20file.pdf 50% off', ['my', 'file', 'pdf', '50', 'off']],
    ['', []],
  ])('finds the words of %j', (text, words) => {
    expect(wordsIn(text)).toEqual(words)
  })

  test('tells where a tag stands, however it is escaped', () => {
    const places = (text: string): readonly number[] => {
      const found: number[] = []
      scanWords(Buffer.from(text), (_, letters, start) => letters === 0 && found.push(start))
      return found
    }
    expect(places('a <b>c</b> &lt;d&gt; &amp;lt;e')).toHaveLength(7)
    expect(places('lt; gt; &amp; it')).toEqual([])
  })

  test('knows a word again in any case, and no other for it', () => {
    expect(hashesIn('Embargo EMBARGO embargo')).toEqual([
      hashesIn('embargo')[0],
      hashesIn('embargo')[0],
      hashesIn('embargo')[0],
    ])
    expect(new Set(hashesIn('embargo embarg embargos omebarg')).size).toBe(4)
  })

  test('finds the same in a text whatever stands around it', () => {
    const words = fc.array(fc.stringMatching(/^[a-zA-Z0-9äéжқ]{1,8}$/), { minLength: 1 })
    fc.assert(
      fc.property(words, fc.constantFrom(' ', '\n', '</p><p>', '\\n', ' &quot;', '&lt;br&gt;', '—', '%20'), (list, between) => {
        const marks = new Set(wordsIn(between))
        const found = wordsIn(`"${list.join(between)}".`).filter(word => !marks.has(word) || list.includes(word))
        expect(found.filter(word => list.includes(word))).toEqual(expect.arrayContaining([...list]))
      }),
    )
  })
})
