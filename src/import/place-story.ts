import { permalinkOf } from '../article/permalink.ts'
import { languageNamed, readName } from '../fields/read-name.ts'
import { cleanSegment, PAGES_FOLDER, type SitePath, type SourcePath } from '../model/address.ts'
import { RESERVED_NAMES } from '../model/made-files.ts'
import type { Site } from '../model/site.ts'
import { pathInSite } from './old-address.ts'
import type { SourceStory } from './source.ts'
import { isSameLanguage, otherLanguage } from './story-language.ts'

/** Where a story goes in the newsroom. */
export interface Placement {
  readonly path: SourcePath
  readonly permalink: SitePath
  /** The last part of its address, where that is not the file's name. */
  readonly slug: string | undefined
  /** The folder of its images, beside the article. */
  readonly folder: string
}

/** Top folders that mean something in a newsroom. */
const NEWSROOM_FOLDERS: ReadonlySet<string> = new Set(['pages', 'static'])

/** Disks take 255 bytes; the language, a number and the extension come on top. */
const MAX_NAME_BYTES = 180

/**
 * A place at which the story has the address that it had, as far as the newsroom's rules allow; else one that its year and title
 * give. Beside `lead`, its edition in another language, it has that one's name, and its own as a slug. `isFree` says whether a path
 * and its address are nobody's; a number goes after the name until they are.
 */
export function placeStory(
  story: SourceStory,
  {
    site,
    lead,
    isFree,
  }: {
    readonly site: Site
    readonly lead?: SourceStory | undefined
    readonly isFree: (placement: Placement) => boolean
  },
): Placement {
  const lang = otherLanguage(story.lang, site)
  const leadLang = otherLanguage(lead?.lang, site)
  const own = partsOf(story, { site, lang })
  const parts = lead === undefined || leadLang === lang ? own : partsOf(lead, { site, lang: leadLang })
  const last = own.at(-1)
  const isSlug = last !== parts.at(-1) && !(parts.length === 1 && RESERVED_NAMES.has(last ?? ''))
  for (let number = 1; ; number++) {
    const placement = placementAt(parts, { number, lang, isPage: story.kind === 'page', slug: isSlug ? last : undefined })
    if (isFree(placement)) return placement
  }
}

/** Of stories with editions in several languages, by what they have in common: that in the newsroom's language, else the first. */
export function leadingEditions(stories: readonly SourceStory[], site: Site): (story: SourceStory) => SourceStory | undefined {
  const keyOf = ({ kind, editions }: SourceStory): string => `${kind} ${editions}`
  const leads = new Map<string, SourceStory>()
  for (const story of stories) {
    if (story.editions === undefined) continue
    const isOurs = otherLanguage(story.lang, site) === undefined
    const lead = leads.get(keyOf(story))
    if (!lead || (isOurs && otherLanguage(lead.lang, site) !== undefined)) leads.set(keyOf(story), story)
  }
  return story => (story.editions === undefined ? undefined : leads.get(keyOf(story)))
}

function partsOf(
  story: SourceStory,
  { site, lang }: { readonly site: Site; readonly lang: string | undefined },
): readonly string[] {
  const old = story.address === undefined ? undefined : pathInSite(story.address, site)
  const given = old && 'path' in old ? old.path.split('/').filter(part => part !== '') : []
  const prefix = languageNamed(given[0] ?? '')
  const own = lang !== undefined && prefix !== undefined && isSameLanguage(prefix, lang) ? given.slice(1) : given
  const last = own.at(-1)?.replace(/\.(html?|php|aspx?)$/i, '') ?? ''
  const named = /^(index|default)$/i.test(last) ? own.slice(0, -1) : [...own.slice(0, -1), last]
  const clean = withoutTaken(named.map(fileName).filter(part => part !== ''))
  if (clean.length > 0) return clean
  const name = fileName(story.title ?? '') || 'story'
  return story.kind === 'page' ? withoutTaken([name]) : [story.date?.slice(0, 4) ?? 'undated', name]
}

/** Without folders whose names Courant or the newsroom needs; with another before the name that is all that is left. */
function withoutTaken(parts: readonly string[]): readonly string[] {
  const [first = '', ...rest] = parts
  if (!RESERVED_NAMES.has(first) && !NEWSROOM_FOLDERS.has(first)) return parts
  return rest.length > 0 ? withoutTaken(rest) : ['news', first]
}

/** A name as files have it: clean, of whole words within the limit, and with no dot, after which a language would be read. */
function fileName(text: string): string {
  const clean = cleanSegment(text.replaceAll('.', '-'))
  let name = ''
  for (const character of clean) {
    if (Buffer.byteLength(name + character) > MAX_NAME_BYTES) return name.replace(/-[^-]*$/, '')
    name += character
  }
  return name
}

function placementAt(
  parts: readonly string[],
  {
    number,
    lang,
    isPage,
    slug: bare,
  }: {
    readonly number: number
    readonly lang: string | undefined
    readonly isPage: boolean
    readonly slug: string | undefined
  },
): Placement {
  const after = number > 1 ? `-${number}` : ''
  const story = parts.join('/') + after
  const slug = bare === undefined ? undefined : bare + after
  const name = `${story}${lang === undefined ? '' : `.${lang}`}.md`
  const permalink = permalinkOf({ story: readName(name).story, prefix: lang, slug }) ?? '/'
  const top = isPage ? PAGES_FOLDER : ''
  return { path: top + name, permalink, slug, folder: top + story }
}
