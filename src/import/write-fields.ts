/** A value of front matter: text, lists and groups of them. */
export type FieldValue = string | boolean | readonly FieldValue[] | { readonly [name: string]: FieldValue | undefined }

/** Fields as the YAML of front matter, a line each where that can be; what is undefined or an empty list is left out. */
export function writeFields(fields: Readonly<Record<string, FieldValue | undefined>>): string {
  return linesOf(fields, '').join('\n')
}

function linesOf(fields: Readonly<Record<string, FieldValue | undefined>>, indent: string): readonly string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return []
    if (Array.isArray(value)) return listLines(name, value, indent)
    if (isGroup(value)) return [`${indent}${name}:`, ...linesOf(value, `${indent}  `)]
    return [`${indent}${name}: ${scalar(value)}`]
  })
}

function listLines(name: string, items: readonly FieldValue[], indent: string): readonly string[] {
  const scalars = items.filter(item => !isGroup(item) && !Array.isArray(item))
  if (scalars.length === items.length) return [`${indent}${name}: [${scalars.map(scalar).join(', ')}]`]
  return [
    `${indent}${name}:`,
    ...items.filter(isGroup).flatMap(item => {
      const [first = '', ...rest] = linesOf(item, `${indent}    `)
      return [`${indent}  - ${first.trimStart()}`, ...rest]
    }),
  ]
}

function isGroup(value: FieldValue): value is { readonly [name: string]: FieldValue | undefined } {
  return typeof value === 'object' && !Array.isArray(value)
}

/** Words that mean nothing to YAML stand as they are; everything else in quotes, whose escapes YAML shares with JSON. */
function scalar(value: FieldValue): string {
  const text = String(value)
  if (/^[\p{L}\p{N}/](?:[\p{L}\p{M}\p{N} '’/._-]*[\p{L}\p{M}\p{N}'’/._-])?$/u.test(text)) return text
  return /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : JSON.stringify(text.toWellFormed())
}
