import { byLanguage, type Fields, type FieldTable, group, list, text } from '../fields/readers.ts'
import { reader } from '../fields/slot.ts'
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

const wordsByLanguage = byLanguage(group(LABEL_FIELDS))

/** The newsroom's own words, by language. */
export const labels = reader<OwnLabels>(wordsByLanguage.schema, slot => {
  const read = wordsByLanguage(slot)
  return read && Object.fromEntries([...read].map(([lang, words]) => [lang, given(words)]))
})

function given(words: Fields<typeof LABEL_FIELDS>): OwnLabels[string] {
  const texts = Object.entries(words).flatMap(([name, word]) =>
    typeof word === 'string' || (Array.isArray(word) && word.length > 0) ? [[name, word] as const] : [],
  )
  return Object.fromEntries(texts)
}
