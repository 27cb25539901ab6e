import { primaryTag } from './labels.ts'

/** What separates the parts of a notice in a language. */
export interface Punctuation {
  /** With the space that follows it. */
  readonly comma: string
  /** With the space that precedes it; none follows. */
  readonly colon: string
}

const ENGLISH: Punctuation = { comma: ', ', colon: ':' }

/** The Arabic comma, in whatever language is written in that script. */
const ARABIC: Punctuation = { comma: '، ', colon: ':' }

const LANGUAGES: ReadonlyMap<string, Punctuation> = new Map([
  ['ar', ARABIC],
  ['fa', ARABIC],
  ['ur', ARABIC],
  // No line begins with the colon: the space before it does not break.
  ['fr', { comma: ', ', colon: '\u00A0:' }],
  ['zh', { comma: '，', colon: '：' }],
])

/** Words that lead on to the date by themselves: "Mis à jour le", "Actualizado el", "更新于". */
const LEADS_ON = / (le|el)$|于$/

/** What stands between a notice's word and its date, and after the date, in a BCP 47 tag's language; as in English where we know no other. */
export function punctuationOf(lang: string, word: string): Punctuation {
  const { comma, colon } = LANGUAGES.get(primaryTag(lang)) ?? ENGLISH
  return { comma: LEADS_ON.test(word) ? comma.replace(/[,，]/, '') : comma, colon }
}
