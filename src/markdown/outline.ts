import { type Outline, type Reference, SITE_MARK } from '../model/body.ts'
import { playerFor } from './body-renderer.ts'
import { forEachToken, type Token } from './gfm.ts'
import { type AddressContext, safeAddress } from './safe-address.ts'
import { positionsIn } from './source-text.ts'
import { TokenPlaces } from './token-places.ts'

/** A body as it was rendered. */
export interface OutlinedBody {
  /** As its author wrote it, and cleaned. */
  readonly markdown: string
  readonly source: string
  readonly tokens: readonly Token[]
  /** Undefined where none was made: headings have no ids then. */
  readonly html: string | undefined
  readonly room: number
  readonly context: AddressContext & { readonly bodyLine: number }
}

/** The ids of a body's headings, and what its Markdown refers to within the newsroom. */
export function outlineOf({ markdown, source, tokens, html, room, context }: OutlinedBody): Outline {
  const anchors = html === undefined ? undefined : [...html.matchAll(/<h[1-6]\b[^>]*? id="([^"]*)"/g)].map(([, id = '']) => id)
  const references: Reference[] = []
  let places: TokenPlaces | undefined
  let positionOf: ReturnType<typeof positionsIn> | undefined
  forEachToken(tokens, token => {
    if (token.type !== 'link' && token.type !== 'image') return
    const isMedia = token.type === 'image'
    // A film that is written as an image is none: it may be large.
    const use = isMedia && playerFor(token.href) === undefined ? 'image' : 'link'
    let target: string | undefined
    const resolve: AddressContext['resolve'] = (asked, of) => {
      target = asked
      return context.resolve(asked, of)
    }
    const address = safeAddress(token.href, isMedia ? 'media' : 'link', { ...context, resolve })
    if (address.kind !== 'safe' || !address.href.startsWith(SITE_MARK)) return
    places ??= new TokenPlaces(source, tokens)
    const offset = places.offsetOf(token, 0) ?? 0
    positionOf ??= positionsIn(markdown)
    const { line, column } = positionOf(offset)
    references.push({ use, written: token.href, target, ...partsOf(address.href), line: context.bodyLine - 1 + line, column })
  })
  return { anchors, references, room }
}

function partsOf(href: string): Pick<Reference, 'path' | 'fragment'> {
  const [, path = '', fragment] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/s.exec(href.slice(SITE_MARK.length)) ?? []
  return { path: `/${decoded(path).slice(1)}`, fragment: fragment === undefined ? undefined : decoded(fragment) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
