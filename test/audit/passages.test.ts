import { describe, expect, test } from 'vitest'
import { Passages } from '../../src/audit/passages.ts'

function passagesOf(...texts: readonly string[]): Passages {
  const passages = new Passages()
  for (const [text, words] of texts.entries()) passages.add(Buffer.from(words), { text })
  return passages
}

/** The texts of which something stands in this one. */
function foundIn(passages: Passages, text: string): readonly number[] {
  const found = new Set<number>()
  passages.find(Buffer.from(text), hit => found.add(hit.text))
  return [...found].sort()
}

describe('Passages', () => {
  const SENTENCE = 'The two ministers will sign the agreement on the old bridge.'

  test('finds a run of words in whatever surrounds it, and says where', () => {
    const passages = passagesOf('Something else altogether, said quite differently.', SENTENCE)
    const page = `<p class="lead">Tomorrow the <em>two</em> ministers WILL sign\nthe agreement.</p>`
    expect(foundIn(passages, page)).toEqual([1])
    passages.find(Buffer.from(page), ({ start, foundAt }) => {
      expect(SENTENCE.slice(start)).toMatch(/^(ministers|will)/)
      expect(page.slice(foundAt)).toMatch(/^(ministers|WILL)/)
    })
    expect(foundIn(passages, 'The two old ministers will agree to sign on the bridge.')).toEqual([])
  })

  test('finds what is short as a whole only, and not what tells nothing', () => {
    const passages = passagesOf('Merger talks', 'Resignation-letter', 'News', '2026-05-01 10:00', 'Unpronounceable')
    expect(foundIn(passages, '/topics/merger-talks/')).toEqual([0])
    expect(foundIn(passages, 'a merger, and talks; an unpronounceable word; news of 2026-05-01 10:00')).toEqual([4])
  })

  test('finds in scripts without blanks what is as long', () => {
    const passages = passagesOf('哈萨克斯坦完成入世谈判。')
    expect(foundIn(passages, '<p>据悉，哈萨克斯坦完成入世</p>')).toEqual([0])
    expect(foundIn(passages, '哈萨克斯坦')).toEqual([])
  })

  test('forgets what is public as well', () => {
    const passages = passagesOf(SENTENCE, 'Merger talks')
    passages.clear(Buffer.from('On Friday the two ministers will sign the agreement. No merger talks are held.'))
    expect(foundIn(passages, 'the two ministers will sign the agreement; merger talks')).toEqual([])
    expect(foundIn(passages, 'sign the agreement on the old bridge')).toEqual([0])
    expect(passages.texts()).toEqual(new Set([0]))
  })
})
