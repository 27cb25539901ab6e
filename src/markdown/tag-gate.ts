import type GithubSlugger from 'github-slugger'
import { SITE_MARK } from '../model/body.ts'
import { addressProblem } from './address-problem.ts'
import { addressUse, allowedValue, isAllowed } from './allowed-html.ts'
import { type Mark, type Marks, OWN, takeMarks } from './marks.ts'
import type { Problem } from './problem.ts'
import { type Address, type AddressContext, type AddressUse, safeAddress } from './safe-address.ts'
import { frameProblem, videoPage } from './video-page.ts'

type Attributes = Record<string, string>

/** A tag as it goes on. */
interface Tag {
  readonly tagName: string
  readonly attribs: Attributes
  readonly text?: string
}

/** Whether an element stays; goes with all that is in it; or only its tags go. */
type Fate = boolean | 'excludeTag'

/** What came out so far: images, sounds and films that are published or were left out, and characters of text. */
interface Tally {
  readonly kept: number
  readonly lost: number
  readonly text: number
}

/** Elements that mean nothing once every image in them is gone. */
const IMAGE_FRAMES: ReadonlySet<string> = new Set(['a', 'figure', 'p', 'picture'])

const MEDIA: ReadonlySet<string> = new Set(['audio', 'img', 'video'])

/** What is known of a body while its tags are judged. */
export interface TagContext extends AddressContext {
  readonly marks: Marks
  /** Levels by which headings move down. */
  readonly headingShift: 0 | 1
  /** Has already seen the ids of all Markdown headings. */
  readonly slugger: GithubSlugger
  readonly report: (problem: Problem) => void
}

/**
 * Judges the tags of one body, one after the other. What must go is decided at its opening and done at its end
 * (`fateOf`): sanitize-html loses count of end tags when a tag is both renamed and dropped.
 */
export class TagGate {
  readonly #context: TagContext
  readonly #current: () => Mark | undefined
  #tally: Tally = { kept: 0, lost: 0, text: 0 }
  /** The tally at the opening of an element, by the element's attributes. */
  readonly #tallies = new WeakMap<object, Tally>()
  readonly #fates = new WeakMap<object, Fate>()

  /** `current` gives the mark of the tag in hand. */
  constructor(context: TagContext, current: () => Mark | undefined) {
    this.#context = context
    this.#current = current
  }

  /** The tag as it may be published. */
  admit(name: string, written: Attributes): Tag {
    if (this.#fates.has(written)) return { tagName: name, attribs: written }
    if (!isAllowed(name)) return { tagName: name, attribs: {} }
    const element = this.#shifted(name)
    const attribs: Attributes = {}
    for (const [attribute, value] of Object.entries(written)) {
      const allowed = this.#allowed(element, attribute, takeMarks(value))
      if (allowed !== undefined) attribs[attribute] = allowed
    }
    const complete = isComplete(element, attribs) && !hasLostRecording(element, { written, attribs })
    // A player whose recording may not be published, or is not there, plays nothing.
    if (!complete) this.#fates.set(attribs, element === 'audio' || element === 'video' ? true : 'excludeTag')
    this.#count(element, complete, attribs)
    addOurOwn(element, attribs, this.#measure(element, written))
    return { tagName: element, attribs }
  }

  /** An embedded page becomes a link to it: feed readers show no frames, and pages load nothing from elsewhere. */
  frameLink(written: Attributes): Tag {
    const href = takeMarks(written.src ?? '')
    const address = safeAddress(href, 'link', this.#context)
    if (address.kind !== 'safe') {
      this.#report(address, href, 'media')
      const attribs = {}
      this.#fates.set(attribs, true)
      return { tagName: 'a', attribs }
    }
    const title = takeMarks(written.title ?? '').trim()
    const video = videoPage(href)
    this.#context.report({ ...frameProblem(video?.href ?? href, title), mark: this.#current() })
    const text = title || (video?.title ?? address.href.replace(SITE_MARK, ''))
    return { tagName: 'a', attribs: { href: video?.href ?? href }, text }
  }

  /** Counts text that came out. */
  wrote(text: string): void {
    if (text.trim() !== '') this.#tally = { ...this.#tally, text: this.#tally.text + text.length }
  }

  /**
   * What becomes of an element, now that all that is in it is known: one that framed only images that were left out goes
   * too.
   */
  fateOf(tag: string, attribs: object): Fate {
    const before = this.#tallies.get(attribs)
    const emptied = before !== undefined && this.#tally.lost > before.lost && this.#tally.kept === before.kept
    if (emptied && (tag === 'figure' || tag === 'picture' || this.#tally.text === before.text)) return true
    return this.#fates.get(attribs) ?? false
  }

  #shifted(name: string): string {
    const level = /^h([1-6])$/.exec(name)?.[1]
    return level === undefined ? name : `h${Math.min(6, Number(level) + this.#context.headingShift)}`
  }

  #allowed(element: string, attribute: string, value: string): string | undefined {
    if ((attribute === 'id' || attribute === 'class') && value.startsWith(OWN)) return value.slice(OWN.length)
    const use = addressUse(element, attribute)
    if (use !== undefined) return this.#href(value, use)
    if (attribute === 'srcset' && (element === 'img' || element === 'source')) return this.#sourceSet(value)
    if (attribute === 'id' && /^h[1-6]$/.test(element)) return this.#headingId(value)
    return allowedValue(element, attribute, value)
  }

  #href(value: string, use: AddressUse): string | undefined {
    const address = this.#address(value, use)
    return address.kind === 'safe' ? address.href : undefined
  }

  /** An image's size, which lets pages keep its place while it loads; unless its author gave one. */
  #measure(element: string, written: Attributes): Attributes {
    if (element !== 'img' || written.src === undefined || written.width !== undefined || written.height !== undefined) return {}
    const address = safeAddress(takeMarks(written.src), 'media', this.#context)
    if (address.kind !== 'safe' || address.width === undefined || address.height === undefined) return {}
    return { width: String(address.width), height: String(address.height) }
  }

  #headingId(value: string): string | undefined {
    // An id of raw HTML takes the form of ours and gives way to them.
    const slug = this.#context.slugger.slug(value.trim())
    return slug === '' ? undefined : slug
  }

  #sourceSet(value: string): string | undefined {
    const sources = parseSourceSet(value).flatMap(({ url, descriptor }) => {
      const address = this.#address(url, 'media')
      return address.kind === 'safe' ? [`${address.href.replaceAll(',', '%2C')} ${descriptor}`.trim()] : []
    })
    return sources.length === 0 ? undefined : sources.join(', ')
  }

  #address(written: string, use: AddressUse): Address {
    const address = safeAddress(written, use, this.#context)
    if (address.kind !== 'safe') this.#report(address, written, use)
    return address
  }

  #report(address: Exclude<Address, { kind: 'safe' }>, written: string, use: AddressUse): void {
    this.#context.report({ ...addressProblem(address, written, use), mark: this.#current() })
  }

  #count(element: string, complete: boolean, attribs: Attributes): void {
    // A quotation stands without the image that it had.
    if (IMAGE_FRAMES.has(element) && attribs.class !== 'quote') this.#tallies.set(attribs, this.#tally)
    if (!MEDIA.has(element)) return
    const { kept, lost } = this.#tally
    this.#tally = complete ? { ...this.#tally, kept: kept + 1 } : { ...this.#tally, lost: lost + 1 }
  }
}

/** Whether enough is left of a tag to stand in a body. */
function isComplete(element: string, attribs: Attributes): boolean {
  if (element === 'a') return attribs.href !== undefined
  if (element === 'img' || element === 'source') return attribs.src !== undefined || attribs.srcset !== undefined
  if (element === 'track') return attribs.src !== undefined
  return element !== 'input' || attribs.type === 'checkbox'
}

/** Whether a player had an address of its own and lost it. */
function hasLostRecording(
  element: string,
  { written, attribs }: { readonly written: Attributes; readonly attribs: Attributes },
): boolean {
  return (element === 'audio' || element === 'video') && written.src !== undefined && attribs.src === undefined
}

/** What we say of a tag whatever its author wrote. */
function addOurOwn(element: string, attribs: Attributes, size: Attributes): void {
  Object.assign(attribs, size)
  if (element === 'img') attribs.alt ??= ''
  if (element === 'audio' || element === 'video') attribs.controls = ''
  if (element === 'input') attribs.disabled = ''
  // Scrolls sideways on a small screen: the keyboard must reach it.
  if (element === 'pre' || attribs.class === 'table') attribs.tabindex = '0'
}

/** One image of a `srcset`: its address and its width (`800w`) or density (`2x`), which may be empty. */
interface ImageCandidate {
  readonly url: string
  readonly descriptor: string
}

const DESCRIPTOR = /^(?:\d{1,5}w|\d{1,3}(?:\.\d{1,3})?x)?$/

/** The candidates of a `srcset` (HTML §4.8.4.3), those with a descriptor we do not know left out. Linear in its length. */
function parseSourceSet(value: string): readonly ImageCandidate[] {
  const candidates: { url: string; descriptor: string }[] = []
  let open = false
  for (const word of value.split(/\s+/)) {
    const text = word.endsWith(',') ? word.slice(0, -1) : word
    const last = candidates.at(-1)
    if (open && last !== undefined) last.descriptor += text
    else if (text !== '') candidates.push({ url: text, descriptor: '' })
    if (word !== '') open = !word.endsWith(',')
  }
  return candidates.filter(candidate => DESCRIPTOR.test(candidate.descriptor))
}
