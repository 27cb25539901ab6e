import type { SitePath } from './address.ts'
import type { Diagnostic } from './diagnostic.ts'

/**
 * A rendered body: safe HTML in which every address within the site begins with the mark `SITE_MARK`. One rendering so
 * serves the page (the mark becomes the base path) and the feeds (it becomes the whole `url`).
 */
export interface RenderedBody {
  readonly html: string
  /** Mistakes found in the body, at their place in the file. */
  readonly diagnostics: readonly Diagnostic[]
  /** Only where it was asked for. */
  readonly outline?: Outline
}

/** What other bodies can refer to in this one, and what it refers to within the newsroom. */
export interface Outline {
  /** Ids of its headings; undefined where they were not asked for. */
  readonly anchors: readonly string[] | undefined
  readonly references: readonly Reference[]
  /** By how much its HTML may be longer, in UTF-16 units. */
  readonly room: number
}

/** An address in a body that leads to something of the newsroom. */
export interface Reference {
  readonly use: 'link' | 'image'
  /** As its author wrote it. */
  readonly written: string
  /** The path part, as it is looked up in the newsroom; undefined where it refers to its own page. */
  readonly target: string | undefined
  /** Path within the site to which that leads, decoded. */
  readonly path: SitePath
  /** What follows `#`, decoded; undefined where there is none. */
  readonly fragment: string | undefined
  /** Its place in the file, 1-based. */
  readonly line: number
  readonly column: number
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
  readonly path: SitePath
  readonly type: string
  readonly lengthBytes: number
  readonly width: number | undefined
  readonly height: number | undefined
  /** Of an image: the widths in which it also stands in a modern format, the narrowest first. */
  readonly widths?: readonly number[]
}
