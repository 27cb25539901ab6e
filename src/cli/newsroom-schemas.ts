import { articleFields } from '../article/article-fields.ts'
import { settingsFields } from '../config/read-settings.ts'
import { SITE_FIELDS } from '../config/site-fields.ts'
import { group } from '../fields/readers.ts'
import type { Schema } from '../fields/schema.ts'

/** Where a newsroom keeps the schemas by which editors complete and check its files. */
const FOLDER = 'schemas'

const SCHEMAS: Readonly<Record<'site' | 'courant' | 'article', Schema>> = {
  site: { title: "Courant's articles/site.yaml", ...group(SITE_FIELDS).schema },
  courant: { title: "Courant's courant.yaml", ...group(settingsFields(() => undefined)).schema },
  article: { title: 'The front matter of an article for Courant', ...group(articleFields('UTC')).schema },
}

/** The file of a schema, as seen from the newsroom's folder. */
export function schemaPath(name: keyof typeof SCHEMAS): string {
  return pathOf(name)
}

/** The schemas as files, by path: JSON Schema, draft 7. */
export function schemaFiles(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(SCHEMAS).map(([name, schema]) => [pathOf(name), fileOf(schema)]))
}

function pathOf(name: string): string {
  return `${FOLDER}/${name}.schema.json`
}

function fileOf(schema: Schema): string {
  return `${JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', ...schema }, undefined, 2)}\n`
}
