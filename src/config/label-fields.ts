import { canonicalLanguage, type Fields, type FieldTable, group, list, mapOf, text } from '../fields/readers.ts'
import { quote, reader } from '../fields/slot.ts'
import { EN } from '../language/words/en.ts'
import type { OwnLabels } from '../model/site.ts'

/** Every word of the interface as a field: its name, and what it is in English. */
export const LABEL_FIELDS: FieldTable = Object.fromEntries(
  Object.entries(EN).map(([name, english]) => [
    name,
    typeof english === 'string'
      ? { read: text(), about: `In English: ${english}`, example: JSON.stringify(english) }
      : { read: list(text()), about: 'In English, paragraphs.', example: JSON.stringify(english) },
  ]),
)

const byLanguage = mapOf(group(LABEL_FIELDS))

/** The newsroom's own words, by language. */
export const labels = reader<OwnLabels>(byLanguage.schema, slot => {
  const read = byLanguage(slot)
  return (
    read &&
    Object.fromEntries(
      [...read].map(([lang, words]) => {
        const tag = canonicalLanguage(lang)
        if (tag === undefined)
          slot.at(lang, undefined).mistake({
            message: `cannot read ${quote(lang)} as a language`,
            remedy: 'write the words of each language under its code: en, fr, ar',
          })
        return [tag ?? lang, given(words)]
      }),
    )
  )
})

function given(words: Fields<typeof LABEL_FIELDS>): OwnLabels[string] {
  const texts = Object.entries(words).flatMap(([name, word]) =>
    typeof word === 'string' || (Array.isArray(word) && word.length > 0) ? [[name, word] as const] : [],
  )
  return Object.fromEntries(texts)
}
