import { url } from '../fields/readers.ts'
import { patternSchema, TEXT_SCHEMA } from '../fields/schema.ts'
import { quote, type Reader, reader } from '../fields/slot.ts'
import { noteWildcard } from '../fields/wildcard.ts'
import { cleanSegment, type SitePath } from '../model/address.ts'

/** The last part of an address, as it is to be written. */
export const slug: Reader<string> = reader<string>(TEXT_SCHEMA, slot => {
  const clean = typeof slot.value === 'string' ? cleanSegment(slot.value) : ''
  if (clean !== '' && clean === slot.value) return clean
  return slot.mistake({
    message: `${quote(slot.value)} cannot be part of an address`,
    remedy: clean ? `write ${clean}` : 'use letters, digits and hyphens',
  })
})

const ALIAS_REMEDY = 'write it from the first slash: /2014/old-name/'

/** An address within the site. */
export const alias: Reader<SitePath> = reader<SitePath>(patternSchema(/^\//, ALIAS_REMEDY), slot => {
  const path = typeof slot.value === 'string' ? slot.value.normalize('NFC') : ''
  const parts = path.split('/').slice(1, path.endsWith('/') ? -1 : undefined)
  if (
    path.startsWith('/') &&
    parts.length > 0 &&
    parts.every(part => part !== '' && part !== '.' && part !== '..') &&
    !/[\p{C}?#\\]/u.test(path)
  )
    return noteWildcard(slot, `/${path.slice(1)}`)
  return slot.mistake({
    message: `${quote(slot.value)} is no address within this site`,
    remedy: ALIAS_REMEDY,
  })
})

const MAX_ID_LENGTH = 2000

/**
 * Any line of text, byte for byte, since RSS and JSON Feed allow it and stories that came from elsewhere keep theirs. Read as
 * text, so that no digit or leading zero is lost.
 */
export const id: Reader<string> = reader({ ...TEXT_SCHEMA, maxLength: MAX_ID_LENGTH }, slot => {
  const { value } = slot
  if (typeof value === 'string' && value.length <= MAX_ID_LENGTH && value === value.trim() && !/\p{C}/u.test(value))
    return value
  return slot.mistake({
    message: `${quote(slot.value)} cannot be an id`,
    remedy: 'write an address or a tag: tag:newsroom.example.org,2026:story',
  })
})

/** What to read instead: an address within the site, or a web address. */
export const replacement: Reader<string> = reader<string>({ anyOf: [alias.schema, url.schema] }, slot =>
  typeof slot.value === 'string' && slot.value.startsWith('/') ? alias(slot) : url(slot),
)
