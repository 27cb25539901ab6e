import { join } from 'node:path'
import { decodeReferences } from '../markdown/sanitise.ts'
import { outPathOf, type SitePath } from '../model/address.ts'
import { textIfThere } from '../platform/if-there.ts'
import { isObject, parseOrNothing } from '../platform/json-lines.ts'

/** A story's title and text as its published page has them; undefined where no such page is left. */
export function publishedText(out: string, permalink: SitePath): { readonly title: string; readonly text: string } | undefined {
  const page = textIfThere(join(out, outPathOf(permalink)))
  const [, data = ''] = /<script type="application\/ld\+json">([^<]*)<\/script>/.exec(page ?? '') ?? []
  const described = parseOrNothing(data)
  if (page === undefined || !isObject(described) || typeof described.headline !== 'string') return undefined
  return { title: described.headline, text: decodeReferences(bodyIn(page).replace(/<[^<>]*>/g, ' ')) }
}

/** What stands in the element that holds a story's body; a theme may have none. */
function bodyIn(page: string): string {
  const start = page.indexOf('<div class="prose">')
  if (start < 0) return ''
  let depth = 0
  for (const { 0: tag, index } of page.slice(start).matchAll(/<\/?div\b/g)) {
    depth += tag === '<div' ? 1 : -1
    if (depth === 0) return page.slice(start, start + index)
  }
  return page.slice(start)
}
