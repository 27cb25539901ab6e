import type { Slot } from '../fields/slot.ts'
import { likelyMeant } from '../fields/unknown-field.ts'
import { cleanSegment } from '../model/address.ts'
import type { Site, Translated } from '../model/site.ts'
import type { ArticleFields } from './article-fields.ts'

/** Longer headlines are cut by readers' programs, search engines and phones. */
const MAX_TITLE_LENGTH = 150

/** Makes what notes what could be better in front matter that can be published as it is; `slot` is the whole front matter's. */
export function remarksFor(site: Site): (fields: ArticleFields, slot: Slot) => void {
  const known: KnownNames = {
    topics: namesOf(site.topics, slug => slug),
    authors: namesOf(site.authors, slug => slug),
    sections: namesOf(site.sections, (_, { name }) => name),
  }
  return (fields, slot) => {
    noteWords(fields, slot)
    noteNames(fields, slot, known)
  }
}

/** Names that `site.yaml` declares, as they are to be written. */
interface Names {
  readonly bySlug: ReadonlyMap<string, string>
  /** By the slug of what readers see, in any language: people write that too. */
  readonly byTitle: ReadonlyMap<string, string>
}

type KnownNames = Readonly<Record<'topics' | 'authors' | 'sections', Names>>

function namesOf<Info extends Titled>(infos: ReadonlyMap<string, Info>, nameOf: (slug: string, info: Info) => string): Names {
  const all = [...infos].map(([slug, info]) => ({ slug, name: nameOf(slug, info), titles: titlesOf(info) }))
  return {
    bySlug: new Map(all.map(({ slug, name }) => [slug, name])),
    byTitle: new Map(all.flatMap(({ titles, name }) => titles.map(title => [cleanSegment(title), name]))),
  }
}

interface Titled extends Translated<{ readonly title?: string; readonly name?: string }> {
  readonly title?: string
  readonly name?: string
}

function titlesOf({ translations, ...own }: Titled): readonly string[] {
  return [own, ...Object.values(translations ?? {})].flatMap(({ title, name }) => title ?? name ?? [])
}

function noteWords({ title, summary, image }: ArticleFields, slot: Slot): void {
  const warn = (at: Slot, code: 'long-title' | 'no-summary' | 'no-alt', message: string, remedy: string): void =>
    void at.mistake({ severity: 'warning', code, message, remedy })
  if (title !== undefined && title.length > MAX_TITLE_LENGTH) {
    const remedy = `keep it under ${MAX_TITLE_LENGTH}, and say the rest in the summary`
    warn(slot.at('title', title), 'long-title', `${title.length} characters are long for a headline`, remedy)
  }
  // One that is given and empty is an error already.
  if (summary === undefined && !isGiven(slot.value, 'summary'))
    warn(slot.at('summary', undefined), 'no-summary', 'is missing', 'say in one or two sentences what it is about: summary: …')
  const written = slot.value instanceof Map ? slot.value.get('image') : undefined
  if (image && image.alt === undefined && !isGiven(written, 'alt')) {
    const remedy = 'add alt: with what it shows, or alt: "" if it only decorates'
    warn(slot.at('image', ''), 'no-alt', 'this image has no alternative text', remedy)
  }
}

function isGiven(fields: unknown, name: string): boolean {
  return fields instanceof Map && fields.has(name)
}

function noteNames({ topics = [], authors = [], section }: ArticleFields, slot: Slot, known: KnownNames): void {
  const items = (field: string, names: readonly string[]): readonly Named[] =>
    names.map((name, index) => ({ name, slot: slot.at(field, '').at(index, name) }))
  noteUnknown(items('topics', topics), { kind: 'topics', known: known.topics })
  noteUnknown(items('authors', authors), { kind: 'authors', known: known.authors })
  const named = section === undefined ? [] : [{ name: section, slot: slot.at('section', section) }]
  noteUnknown(named, { kind: 'sections', known: known.sections })
}

interface Named {
  readonly name: string
  readonly slot: Slot
}

/** How many known names a remedy lists. */
const LISTED = 12

/** Names that `site.yaml` does not have, where it declares any. */
function noteUnknown(
  names: readonly Named[],
  { kind, known }: { readonly kind: keyof KnownNames; readonly known: Names },
): void {
  const { bySlug, byTitle } = known
  if (bySlug.size === 0) return
  for (const { name, slot } of names) {
    const short = cleanSegment(name)
    if (short === '' || bySlug.has(short)) continue
    const all = `${[...bySlug.values()].slice(0, LISTED).join(', ')}${bySlug.size > LISTED ? ', …' : ''}`
    const meant = byTitle.get(short) ?? bySlug.get(likelyMeant(short, [...bySlug.keys()]) ?? '')
    slot.mistake({
      severity: 'warning',
      code: 'unknown-name',
      message: `"${name}" is not among the ${kind} in site.yaml`,
      remedy:
        meant === undefined
          ? `write ${bySlug.size === 1 ? '' : 'one of these: '}${all}; or add it to ${kind} in site.yaml`
          : `did you mean ${meant}? if not, add it to ${kind} in site.yaml`,
    })
  }
}
