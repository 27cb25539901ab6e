import { articleFields } from '../src/article/article-fields.ts'
import { LABEL_FIELDS } from '../src/config/label-fields.ts'
import type { FieldTable } from '../src/fields/readers.ts'

const TABLES: Readonly<Record<string, () => string>> = {
  'article fields': () => fieldTable(articleFields('UTC')),
  'interface words': () => table(['Word', 'In English'], wordRows()),
}

/** The document with every generated table in it written anew: what stands between `<!-- table: NAME -->` and `<!-- end -->`. */
export function withTables(document: string): string {
  return document.replaceAll(
    /(<!-- table: ([a-z ]+) -->\n)[\s\S]*?(<!-- end -->)/gu,
    (_, open: string, name: string, close: string) => {
      const table = TABLES[name]
      if (table === undefined) throw new Error(`there is no table "${name}"; known: ${Object.keys(TABLES).join(', ')}`)
      return `${open}\n${table()}\n${close}`
    },
  )
}

/** A table of fields as Markdown, its columns aligned: name, what it is for, how it may be written. */
function fieldTable(fields: FieldTable): string {
  const rows = Object.entries(fields).map(([name, { about, example, required }]) => [
    `\`${name}\``,
    `${about}${required ? ' Must be there.' : ''}`,
    `\`${name}: ${example}\``,
  ])
  return table(['Field', 'What it is', 'Example'], rows)
}

function wordRows(): readonly (readonly string[])[] {
  return Object.entries(LABEL_FIELDS).map(([name, { about }]) => [`\`${name}\``, about.replace(/^In English(: |, )/, '')])
}

/** A table as Markdown, its columns aligned. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...lines.map(cells => cells[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`
  return `${[line(head), rule, ...rows.map(line)].join('\n')}\n`
}
