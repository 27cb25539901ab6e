import { visibleDate } from '../language/dates.ts'
import type { SitePath, SourcePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Instant } from '../model/instant.ts'
import type { Checked } from './checked.ts'

/** When the check is made, and the zone in which its messages give dates. */
export interface CheckMoment {
  readonly asOf: Instant
  readonly timezone: string
  /** Stories that are held until their other languages are ready. */
  readonly waiting: ReadonlySet<SourcePath>
}

/**
 * Links that will be plain text once their story is out, because what they lead to is a draft, held, embargoed or expired at that moment: now
 * for a story that is public, else its date. A draft may link to drafts: they may go out together.
 */
export function linksTooEarly(checked: readonly Checked[], { asOf, timezone, waiting }: CheckMoment): readonly Diagnostic[] {
  const owners = new Map<SitePath, Checked['owner']>(checked.map(({ owner }) => [owner.permalink, owner]))
  return checked.flatMap(({ owner, outline }) => {
    const out = owner.kind === 'article' ? Math.max(owner.date.at, asOf) : asOf
    return (outline?.references ?? []).flatMap(({ use, path, written, line, column }): readonly Diagnostic[] => {
      const target = owners.get(path)
      if (use !== 'link' || !target || target === owner) return []
      const unsettled = owner.draft || waiting.has(owner.path)
      const wrong = absence(target, { at: out, timezone, unsettled, waits: waiting.has(target.path) })
      if (!wrong) return []
      const message = `${JSON.stringify(written)} ${wrong.message}`
      return [{ severity: 'warning', code: 'link', path: owner.path, line, column, message, remedy: wrong.remedy }]
    })
  })
}

interface Moment {
  /** When the link is to be out. */
  readonly at: Instant
  readonly timezone: string
  /** Nobody knows when the story with the link is out. */
  readonly unsettled: boolean
  /** What it leads to is held until its other languages are ready. */
  readonly waits: boolean
}

/** Why a story or page is not public at a moment. */
function absence(
  target: Checked['owner'],
  { at, timezone, unsettled, waits }: Moment,
): Pick<Diagnostic, 'message' | 'remedy'> | undefined {
  if (target.draft || waits) {
    if (unsettled) return undefined
    const what = target.draft ? 'is a draft' : 'waits for its other languages'
    return {
      message: `${what}: until it is published, the link is plain text`,
      remedy: 'publish it first, or leave the link: it appears by itself',
    }
  }
  if (target.kind !== 'article') return undefined
  const { date, expires } = target
  if (date.at > at) {
    return {
      message: `is embargoed until ${visibleDate(date, { timezone, lang: 'en' })}: until then, the link is plain text`,
      remedy: 'give this story that date or a later one, or leave the link: it appears by itself',
    }
  }
  if (expires === undefined || expires > at) return undefined
  const day = visibleDate({ at: expires, dateOnly: false }, { timezone, lang: 'en' })
  return {
    message: `expires on ${day}: from then on, the link is plain text`,
    remedy: 'take the link out, or let that story stay',
  }
}
