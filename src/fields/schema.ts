/**
 * A JSON Schema (draft 7) of a value as editors read YAML, with VS Code's own keyword for what to say where a pattern
 * does not match. It refuses nothing that the reader takes, save the words true and false where text belongs, and numbers
 * and yes-or-no in quotes.
 */
export interface Schema {
  readonly $schema?: string
  readonly title?: string
  readonly description?: string
  readonly type?: SchemaType | readonly SchemaType[]
  readonly pattern?: string
  /** What to write, where the pattern does not match. */
  readonly patternErrorMessage?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly items?: Schema
  readonly maxItems?: number
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  /** Values that editors offer. */
  readonly examples?: readonly string[]
}

type SchemaType = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object'

/** Text as YAML has it: without quotes, `2026` is a number to an editor and a word to us. */
export const TEXT_SCHEMA: Schema = { type: ['string', 'number'] }

/** Text of this form; `remedy` is what an editor says of any other. */
export function patternSchema(pattern: RegExp, remedy: string): Schema {
  return { type: 'string', pattern: pattern.source, patternErrorMessage: remedy }
}

/** A list of these, or one of them alone; of groups of fields, a list only. `max` is the most items that it may have. */
export function listSchema(items: Schema, max?: number): Schema {
  const list: Schema = { type: 'array', items, ...(max !== undefined && { maxItems: max }) }
  return items.type === 'object' ? list : { anyOf: [items, list] }
}
