import { choice, type Fields, type FieldTable, group, text } from '../fields/readers.ts'
import { patternSchema } from '../fields/schema.ts'
import { quote, type Reader, reader } from '../fields/slot.ts'
import type { FontStack } from '../model/look.ts'
import { staticPath } from './static-path.ts'

const COLOUR = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i
const COLOUR_REMEDY = 'write it in hexadecimal, in quotes: "#0b4f79"'

/** A colour as `#rrggbb`; the mark may be left out, since it begins a comment where nobody puts it in quotes. */
const colour = reader<string>(patternSchema(COLOUR, COLOUR_REMEDY), slot => {
  const [, digits] = COLOUR.exec(String(slot.value)) ?? []
  if (digits === undefined)
    return slot.mistake({ message: `cannot read ${quote(slot.value)} as a colour`, remedy: COLOUR_REMEDY })
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`.toLowerCase()
})

const PALETTE_FIELDS = {
  paper: { read: colour, about: 'The ground of pages.', example: '"#ffffff"' },
  panel: { read: colour, about: 'The ground of what stands apart: the footer, notices, code.', example: '"#f2f2f2"' },
  ink: { read: colour, about: 'Text.', example: '"#111111"' },
  soft: { read: colour, about: 'Text beside the text: dates, summaries, captions.', example: '"#555555"' },
  rule: { read: colour, about: 'Lines.', example: '"#cccccc"' },
  accent: { read: colour, about: 'Links, and the line on top.', example: '"#0b4f79"' },
} as const satisfies FieldTable

const palette = group(PALETTE_FIELDS)

export const COLOURS_FIELDS = {
  light: { read: palette, about: 'On light screens.', example: '{ accent: "#0b4f79" }' },
  dark: { read: palette, about: 'On dark screens.', example: '{ accent: "#93c4ea" }' },
} as const satisfies FieldTable

export const LOGO_FIELDS = {
  src: { read: staticPath, required: true, about: 'An image in static/, SVG best.', example: '/logo.svg' },
  alt: { read: text(), about: 'What it says; the title when absent.', example: 'Example Newsroom' },
  dark: { read: staticPath, about: 'The one for dark screens.', example: '/logo-dark.svg' },
} as const satisfies FieldTable

const stack: Reader<FontStack> = choice(['serif', 'sans', 'mono'])

const WOFF2_REMEDY = 'write the path of a .woff2 file in static/: /fonts/text.woff2'

const woff2 = reader<`/${string}`>(patternSchema(/^\/.*[.]woff2$/, WOFF2_REMEDY), slot => {
  const path = staticPath(slot)
  if (path === undefined || path.endsWith('.woff2')) return path
  return slot.mistake({ message: `${quote(slot.value)} is no woff2 file`, remedy: WOFF2_REMEDY })
})

const FILES_FIELDS = {
  regular: { read: woff2, required: true, about: 'The upright letters.', example: '/fonts/text.woff2' },
  bold: { read: woff2, about: 'The bold ones.', example: '/fonts/text-bold.woff2' },
  italic: { read: woff2, about: 'The slanted ones.', example: '/fonts/text-italic.woff2' },
  fallback: { read: stack, about: 'What stands there until the files have come.', example: 'serif' },
} as const satisfies FieldTable

const fontFiles = group(FILES_FIELDS)

/** A font as it is written. */
export type WrittenFont = FontStack | Fields<typeof FILES_FIELDS>

const font = reader<WrittenFont>({ anyOf: [stack.schema, fontFiles.schema] }, slot =>
  slot.value instanceof Map ? fontFiles(slot) : stack(slot),
)

export const FONTS_FIELDS = {
  text: { read: font, about: 'The words of stories.', example: 'serif' },
  headings: { read: font, about: 'Titles and the name of the newsroom.', example: '{ regular: /fonts/title.woff2 }' },
  interface: { read: font, about: 'All that stands around them.', example: 'sans' },
} as const satisfies FieldTable
