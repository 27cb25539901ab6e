import type { TextByLanguage } from '../fields/readers.ts'
import type { Slot } from '../fields/slot.ts'
import { primaryTag } from '../language/labels.ts'

type Texts = Readonly<Record<string, TextByLanguage | undefined>>

/** What a text says in the newsroom's own language. */
export function ownText(text: TextByLanguage | undefined, lang: string): string | undefined {
  return typeof text === 'object' ? (text.get(lang) ?? text.get(primaryTag(lang))) : text
}

/** What texts say in other languages, by their codes and by the names of the texts; nothing where they say it in one alone. */
export function translationsOf(
  texts: Texts,
  lang: string,
): { readonly translations?: Readonly<Record<string, Readonly<Record<string, string>>>> } {
  const translations: Record<string, Record<string, string>> = {}
  for (const [name, text] of Object.entries(texts)) {
    const others = typeof text === 'object' ? [...text].filter(([other]) => other !== lang) : []
    for (const [other, words] of others) translations[other] = { ...translations[other], [name]: words }
  }
  return Object.keys(translations).length === 0 ? {} : { translations }
}

/** Notes a text that says nothing in the newsroom's own language, in which lists and feeds of all languages show it. */
export function noteUnsaid(texts: Texts, { slot, lang }: { readonly slot: Slot; readonly lang: string }): void {
  for (const [name, text] of Object.entries(texts)) {
    if (typeof text !== 'object' || ownText(text, lang) !== undefined) continue
    slot.at(name, '').mistake({
      message: `says nothing in ${lang}, the newsroom's own language`,
      remedy: `add to it: ${lang}: …`,
    })
  }
}
