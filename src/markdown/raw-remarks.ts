import { isAllowed } from './allowed-html.ts'
import { withoutAlt, withoutHeader, withoutWords } from './missing-words.ts'
import type { Problem } from './problem.ts'
import type { RawTag } from './raw-tags.ts'

/** Elements that HTML lets end without an end tag (HTML §13.1.2.4). */
const ENDS_BY_ITSELF: ReadonlySet<string> = new Set([
  ...['p', 'li', 'dt', 'dd', 'rt', 'rp'],
  ...['caption', 'colgroup', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th'],
])

/** What could be better in a body's raw HTML: images and links without words, tables without a header, elements left open. */
export function rawRemarks(tags: readonly RawTag[]): readonly Problem[] {
  if (tags.length === 0) return []
  const images = tags.filter(({ name, kind, attributes }) => name === 'img' && kind === 'void' && !/\balt\b/i.test(attributes))
  return [
    ...images.map(image => withoutAlt(image, 'add alt="…" with what it shows, or alt="" if it only decorates')),
    ...tags.filter(isEmptyLink).map(link => withoutWords(link, 'write them between <a …> and </a>')),
    ...tablesWithoutHeader(tags),
    ...leftOpen(tags),
  ]
}

function isEmptyLink({ name, kind, attributes }: RawTag, index: number, tags: readonly RawTag[]): boolean {
  const next = tags[index + 1]
  return name === 'a' && kind === 'open' && /\bhref\b/i.test(attributes) && next?.name === 'a' && next.follows
}

function tablesWithoutHeader(tags: readonly RawTag[]): readonly Problem[] {
  const found: Problem[] = []
  let table: RawTag | undefined
  let hasHeader = false
  for (const tag of tags) {
    if (tag.name === 'th') hasHeader = true
    if (tag.name !== 'table') continue
    if (table && !hasHeader) found.push(withoutHeader(table, 'write the cells of its first row as <th>'))
    table = tag.kind === 'open' ? tag : undefined
    hasHeader = false
  }
  return found
}

/** Elements that are opened and never closed: all that stands after them is taken into them. */
function leftOpen(tags: readonly RawTag[]): readonly Problem[] {
  const open: RawTag[] = []
  const left: RawTag[] = []
  const count = new Map<string, number>()
  const change = (name: string, by: number): void => void count.set(name, (count.get(name) ?? 0) + by)
  for (const tag of tags) {
    if (tag.kind === 'open') {
      open.push(tag)
      change(tag.name, 1)
    }
    // Whatever was opened within what ends here ends with it.
    while (tag.kind === 'close' && (count.get(tag.name) ?? 0) > 0) {
      const last = open.pop()
      if (!last) break
      change(last.name, -1)
      if (last.name === tag.name) break
      left.push(last)
    }
  }
  return [...left, ...open].filter(({ name }) => isAllowed(name) && !ENDS_BY_ITSELF.has(name)).map(neverClosed)
}

function neverClosed({ name, token, offset }: RawTag): Problem {
  return {
    severity: 'warning',
    code: 'raw-html',
    message: `<${name}> is never closed: it takes in what stands after it`,
    remedy: `write </${name}> where it ends, or put it in backquotes to show it as code`,
    mark: { kind: 'tag', token, offset },
  }
}
