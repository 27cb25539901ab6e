import { readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

/** A JSON Feed 1.1 document that holds to our schema. Extensions (keys with an underscore) are left out. */
export interface JsonFeed {
  readonly version: string
  readonly title: string
  readonly home_page_url?: string
  readonly feed_url?: string
  readonly description?: string
  readonly next_url?: string
  readonly icon?: string
  readonly favicon?: string
  readonly language?: string
  readonly authors?: readonly JsonAuthor[]
  readonly hubs?: readonly { readonly type: string; readonly url: string }[]
  readonly items: readonly JsonItem[]
}

export interface JsonItem {
  readonly id: string
  readonly url?: string
  readonly external_url?: string
  readonly title?: string
  readonly content_html?: string
  readonly content_text?: string
  readonly summary?: string
  readonly image?: string
  readonly banner_image?: string
  readonly date_published?: string
  readonly date_modified?: string
  readonly authors?: readonly JsonAuthor[]
  readonly tags?: readonly string[]
  readonly language?: string
  readonly attachments?: readonly JsonAttachment[]
}

export interface JsonAuthor {
  readonly name?: string
  readonly url?: string
  readonly avatar?: string
}

export interface JsonAttachment {
  readonly url: string
  readonly mime_type: string
  readonly title?: string
  readonly size_in_bytes?: number
}

/** A JSON Feed, or what is wrong with it. */
export interface JsonReport {
  /** Undefined when the text is no JSON or breaks the schema. */
  readonly feed: JsonFeed | undefined
  readonly problems: readonly string[]
}

const validate = compileSchema()

/** Parses a document and validates it against our JSON Schema of JSON Feed 1.1. */
export function checkJson(content: string): JsonReport {
  const value = parseJson(content)
  if (value instanceof SyntaxError) return { feed: undefined, problems: [`not well-formed: ${value.message}`] }
  if (validate(value)) return { feed: value, problems: [] }
  return { feed: undefined, problems: (validate.errors ?? []).map(describe) }
}

function compileSchema() {
  const schema: unknown = JSON.parse(readFileSync(new URL('json-feed.schema.json', import.meta.url), 'utf8'))
  if (typeof schema !== 'object' || schema === null) throw new Error('json-feed.schema.json holds no schema')
  // An item needs content_html or content_text: branches of "required" alone, which strictRequired would refuse.
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false })
  formats.default(ajv)
  return ajv.compile<JsonFeed>(schema)
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch (error) {
    if (error instanceof SyntaxError) return error
    throw error
  }
}

function describe(error: ErrorObject): string {
  const extra: unknown = error.params.additionalProperty
  return `schema: ${error.instancePath || '/'} ${error.message}${extra === undefined ? '' : `: ${String(extra)}`}`
}
