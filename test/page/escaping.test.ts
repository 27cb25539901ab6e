import { expect, test } from 'vitest'
import type { Page } from '../../src/model/page.ts'
import type { Site } from '../../src/model/site.ts'
import { renderPage } from '../../src/page/render-page.ts'
import { ARTICLE_PAGE, FEEDS_PAGE, HOME_PAGE, NOT_FOUND_PAGE, SITE, STANDING_PAGE, TOPIC_PAGE } from './example-pages.ts'

const HOSTILE = `</script><!--<x-planted a="b" 'c'>&amp;]]>`

/** Fields whose form is checked where they are read, and without which no page could be made. */
const FORMED: ReadonlySet<string> = new Set(['kind', 'lang', 'timezone', 'origin', 'basePath'])

/** Fields that must begin as they do to be an address; what follows may be anything. */
const ADDRESSES: ReadonlySet<string> = new Set(['permalink', 'path', 'href', 'canonical', 'url', 'newer', 'older'])

/** The value with the hostile string in every field that people write, and at the end of every address. */
function poisoned<T>(value: T, name?: string): T
function poisoned(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map(item => poisoned(item, name))
  if (value instanceof Map) return value
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, poisoned(field, key)]))
  }
  if (typeof value !== 'string') return value
  if (ADDRESSES.has(name)) return `${value}${HOSTILE}`
  return FORMED.has(name) ? value : HOSTILE
}

test.each([ARTICLE_PAGE, HOME_PAGE, TOPIC_PAGE, STANDING_PAGE, FEEDS_PAGE, NOT_FOUND_PAGE])(
  'renderPage: a hostile string in every field of a page of kind $kind stays text',
  (page: Page) => {
    const site: Site = poisoned(SITE)
    const html = renderPage(poisoned(page), { site, body: '' })
    expect(html).toContain('&lt;x-planted')
    expect(html).not.toContain('<x-planted')
    expect(html).not.toContain('<!--')
    expect(html.match(/<\/script>/g) ?? []).toHaveLength(page.kind === 'article' ? 1 : 0)
    // Inside attributes: every quotation mark that is left belongs to the template.
    expect(html.replaceAll(/<script[\s\S]*<\/script>/g, '')).not.toContain(`a="b"`)
  },
)
