import type { Slot } from '../fields/slot.ts'
import { likelyMeant } from '../fields/unknown-field.ts'
import { cleanSegment } from '../model/address.ts'
import type { StandingText } from '../model/article.ts'
import type { Site, Wording } from '../model/site.ts'
import type { ArticleFields } from './article-fields.ts'

/** In place of a name: the story bears none, whatever its section does. */
const NONE = 'none'

/** What decides which wording a story bears. */
export interface StandingContext {
  readonly slot: Slot
  readonly site: Site
  readonly lang: string
}

/**
 * The disclaimer and the boilerplate that a story names, else those of its section, in the wording of its day and its language. A
 * name that `site.yaml` does not have is a mistake: a story without the reservation it needs must not go out.
 */
export function standingTextsOf(
  fields: ArticleFields,
  { slot, site, lang }: StandingContext,
): { readonly disclaimer: StandingText | undefined; readonly boilerplate: StandingText | undefined } {
  const section = site.sections.get(cleanSegment(fields.section ?? ''))
  const find = (kind: 'disclaimer' | 'boilerplate', texts: Site['disclaimers']): StandingText | undefined => {
    const name = fields[kind] ?? section?.[kind]
    if (name === undefined || name === NONE) return undefined
    const wordings = texts.get(name)
    if (wordings) return wordingFor(wordings, { at: fields.date?.at ?? 0, lang, own: site.lang })
    return noteUnknown(slot.at(kind, name), { kind, name, known: [...texts.keys()] })
  }
  return { disclaimer: find('disclaimer', site.disclaimers), boilerplate: find('boilerplate', site.boilerplates) }
}

/**
 * The wording of the day, in the story's language, else in one of the same family (`fr` for `fr-CH`), else in the newsroom's
 * own; for a story older than all of them, the oldest.
 */
function wordingFor(
  wordings: readonly Wording[],
  { at, lang, own }: { readonly at: number; readonly lang: string; readonly own: string },
): StandingText | undefined {
  const isOf = (tag: string) => (wording: Wording) => wording.lang === tag
  const family = (tag: string) => (wording: Wording) => wording.lang.split('-')[0] === tag.split('-')[0]
  const choices = [isOf(lang), family(lang), isOf(own), () => true]
  const candidates = choices.map(isRight => wordings.filter(isRight)).find(({ length }) => length > 0) ?? []
  const wording = candidates.find(({ from }) => from <= at) ?? candidates.at(-1)
  return wording && { text: wording.text, lang: wording.lang }
}

function noteUnknown(
  slot: Slot,
  {
    kind,
    name,
    known,
  }: { readonly kind: 'disclaimer' | 'boilerplate'; readonly name: string; readonly known: readonly string[] },
): undefined {
  const meant = likelyMeant(name, known)
  const written =
    known.length === 0 ? `add it to ${kind}s in site.yaml` : `write one of ${known.join(', ')}, or add it to site.yaml`
  return slot.mistake({
    code: `unknown-${kind}`,
    message: `there is no ${kind} "${name}"`,
    remedy: meant === undefined ? written : `did you mean ${meant}? if not, add it to ${kind}s in site.yaml`,
  })
}
