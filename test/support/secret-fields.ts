import { articleFields } from '../../src/article/article-fields.ts'
import { filledFields, type Leaf } from './filled-fields.ts'

/** Fields whose values come from a list or a calendar: they can carry no word. Every other has to; a new one that cannot is named here. */
const WORDLESS: ReadonlySet<string> = new Set(['date', 'lang', 'lead', 'draft', 'expires', 'release', 'languages'])

/** Texts within fields that can carry none either. */
const WORDLESS_LEAVES: ReadonlySet<string> = new Set(['updated.date', 'corrections.0.date', 'withdrawn.date', 'contact.phone'])

/** Words that nobody would write: every one is another, so that what is found says where it was. */
export const SECRET: RegExp = /zq[a-z]+x\d+kv/gi

/** Makes words of which each is another. */
export function secretWords(name: string): () => string {
  let count = 0
  return () => `zq${name}x${count++}kv`
}

/** Every field of an article that can carry a word, with a word of its own in every text of it. */
export function secretFields(word: () => string): Readonly<Record<string, unknown>> {
  const fields = Object.entries(articleFields('UTC')).filter(([name]) => !WORDLESS.has(name))
  return filledFields(Object.fromEntries(fields), leaf => {
    const secret = word()
    const found = spellings(leaf, secret).find(leaf.accepts)
    if (found === undefined && !WORDLESS_LEAVES.has(leaf.name)) throw new Error(`${leaf.name} takes no word: say so here`)
    return found ?? leaf.value
  })
}

/** Ways to put a word into a value, so that whatever form it must have is kept. */
function spellings({ value }: Leaf, word: string): readonly string[] {
  const extension = /^[^\s:@]*(\.\w+)$/.exec(value)?.[1]
  return [
    ...(extension ? [`${word}${extension}`] : []),
    ...(value.includes('@') ? [`${word}.${value}`] : []),
    ...(value.includes('/') ? [`${value.replace(/\/$/, '')}-${word}/`] : []),
    ...(value.startsWith('tag:') ? [`${value}-${word}`] : []),
    `${value} ${word}`,
    `${value}-${word}`,
  ]
}
