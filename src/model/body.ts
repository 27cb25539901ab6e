import type { Diagnostic } from './diagnostic.ts'

/**
 * A rendered body: safe HTML in which every address within the site begins with the mark `SITE_MARK`. One rendering so
 * serves the page (the mark becomes the base path) and the feeds (it becomes the whole `url`).
 */
export interface RenderedBody {
  readonly html: string
  /** Mistakes found in the body, at their place in the file. */
  readonly diagnostics: readonly Diagnostic[]
}

/** A noncharacter (Unicode 23.7), taken out of every source, that stands for the site's address in a rendered body. */
export const SITE_MARK = '\uFDD0'

/** The body for a page or a feed: `base` is the site's base path or its whole URL, without a slash at the end. */
export function withBase(html: string, base: string): string {
  return html.replaceAll(SITE_MARK, base)
}

/** An image or another file as it is published with a story. */
export interface PublishedFile {
  /** Path within the site. */
  readonly path: `/${string}`
  readonly type: string
  readonly lengthBytes: number
  readonly width: number | undefined
  readonly height: number | undefined
}
