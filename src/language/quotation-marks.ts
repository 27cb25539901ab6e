/** How a language writes quotations: those that stand in the text, and those within these. Each an opening and a closing mark. */
export interface QuotationMarks {
  readonly outer: readonly [open: string, close: string]
  readonly inner: readonly [open: string, close: string]
}

const NARROW = '\u202F'

/** By primary subtag, or by the whole tag where a region has its own. */
const MARKS: Readonly<Record<string, QuotationMarks>> = {
  de: { outer: ['„', '“'], inner: ['‚', '‘'] },
  'de-ch': { outer: ['«', '»'], inner: ['‹', '›'] },
  en: { outer: ['“', '”'], inner: ['‘', '’'] },
  es: { outer: ['«', '»'], inner: ['“', '”'] },
  fr: { outer: [`«${NARROW}`, `${NARROW}»`], inner: ['“', '”'] },
  ru: { outer: ['«', '»'], inner: ['„', '“'] },
}

/** The quotation marks of a BCP 47 tag; undefined for languages whose texts are left as they are written. */
export function quotationMarksOf(lang: string): QuotationMarks | undefined {
  const tag = lang.toLowerCase()
  return MARKS[tag] ?? MARKS[tag.split('-', 1)[0] ?? '']
}
