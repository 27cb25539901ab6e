import { likelyMeant } from '../fields/unknown-field.ts'
import type { SitePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Checked } from './checked.ts'

/** Fragments that lead somewhere on every page: its top (HTML §7.4.2.3.3) and the target of its skip link. */
const EVERYWHERE: readonly string[] = ['', 'top', 'content']

/** How many headings a remedy lists. */
const LISTED = 8

/** Links to headings that are not on the page they lead to. */
export function deadAnchors(checked: readonly Checked[]): readonly Diagnostic[] {
  const anchors = new Map<SitePath, readonly string[]>(
    checked.flatMap(({ owner, outline }) => (outline?.anchors ? [[owner.permalink, outline.anchors] as const] : [])),
  )
  return checked.flatMap(({ owner, outline }) =>
    (outline?.references ?? []).flatMap(({ use, path, fragment, written, line, column }): readonly Diagnostic[] => {
      const known = anchors.get(path)
      if (use !== 'link' || fragment === undefined || !known || [...EVERYWHERE, ...known].includes(fragment)) return []
      const place = { path: owner.path, line, column }
      const message = `${JSON.stringify(written)} leads to no heading: there is no #${fragment} on that page`
      return [{ severity: 'warning', code: 'dead-anchor', ...place, message, remedy: remedyFor(fragment, known) }]
    }),
  )
}

function remedyFor(fragment: string, known: readonly string[]): string {
  if (known.length === 0) return `that page has no headings: take #${fragment} away`
  const meant = likelyMeant(fragment, known)
  if (meant !== undefined) return `did you mean #${meant}?`
  const all = known.slice(0, LISTED).map(id => `#${id}`)
  return `its headings are ${all.join(', ')}${known.length > LISTED ? ', …' : ''}`
}
