import { patternSchema } from '../fields/schema.ts'
import { quote, reader } from '../fields/slot.ts'

/** A path within the site or in `static/`, from its first slash. */
export const PATH = /^\/(?!\/)[^\s<>"\\]*$/

const STATIC_REMEDY = 'write its path there, beginning with a slash: /logo.png'

/** A file in `static/`, by its path there. */
export const staticPath = reader<`/${string}`>(patternSchema(PATH, STATIC_REMEDY), slot => {
  const value = String(slot.value)
  if (PATH.test(value) && !value.split('/').some(part => part === '.' || part === '..')) return `/${value.slice(1)}`
  return slot.mistake({ message: `cannot read ${quote(value)} as a file in static/`, remedy: STATIC_REMEDY })
})
