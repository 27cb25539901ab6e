import type { FieldReader } from './source-fields.ts'

/** What an article has no place for of the front matter, in a sentence. */
export function unreadFields(fields: FieldReader): readonly string[] {
  const unread = fields.unread()
  return unread.length === 0 ? [] : [`no field here for ${unread.join(', ')}`]
}
