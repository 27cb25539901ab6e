import type { SitePath } from './address.ts'

/** Width and height in pixels. */
export interface ImageSize {
  readonly width: number
  readonly height: number
}

/** What pages need to know of an image as it is published. */
export interface ImageForms extends ImageSize {
  /** Widths in which it also stands in a modern format, the narrowest first; empty where it stands alone. */
  readonly widths: readonly number[]
}

/** More pixels than any camera of the press takes: a file of a few kilobytes can ask for gigabytes of memory. */
export const MAX_PIXELS = 100_000_000

/** What can be mended of an image that cannot be published, whatever the reason. */
export const IMAGE_REMEDY = 'save it anew as a JPEG, PNG or WebP of at most 100 million pixels'

/** Why an image of this size is not published, if it is not. */
export function sizeProblem({ width, height }: ImageSize): string | undefined {
  return width * height > MAX_PIXELS ? `${width} × ${height} pixels are more than ${MAX_PIXELS / 1_000_000} million` : undefined
}

/** Widths that phones and screens ask for, at one and two pixels to the point. Browsers take the next one up. */
const STEPS = [480, 800, 1200, 1600] as const
const WIDEST = 1600

/** A form that is hardly narrower than the next spares nobody anything. */
const WORTH_IT = 0.9

/** Types that pages show in several widths. A GIF moves, a TIFF is to be taken away: they stand alone. */
const RESPONSIVE: ReadonlySet<string> = new Set(['image/avif', 'image/jpeg', 'image/png', 'image/webp'])

/** The size that an image has once its longer side is at most `largest`; a smaller one is never made larger. */
export function boundedSize({ width, height }: ImageSize, largest: number): ImageSize {
  const scale = Math.min(1, largest / Math.max(width, height))
  return { width: scaled(width, scale), height: scaled(height, scale) }
}

/** The size of an image at this width. */
export function sizeAt({ width, height }: ImageSize, narrower: number): ImageSize {
  return { width: narrower, height: scaled(height, narrower / width) }
}

function scaled(side: number, scale: number): number {
  return Math.max(1, Math.round(side * scale))
}

/** How an image of this type and size is published. Pure, so that pages need not wait for the image to be made. */
export function imageForms(type: string, size: ImageSize, largest: number): ImageForms {
  const bounded = boundedSize(size, largest)
  const top = Math.min(bounded.width, WIDEST)
  const isWorthIt = RESPONSIVE.has(type) && top >= STEPS[0]
  return { ...bounded, widths: isWorthIt ? [...STEPS.filter(step => step < WORTH_IT * top), top] : [] }
}

/** The format of an image's narrower forms: WebP, unless it is AVIF itself, which is smaller yet. */
export function formType(path: string): 'image/avif' | 'image/webp' {
  return /\.avif$/i.test(path) ? 'image/avif' : 'image/webp'
}

/** Where the form of an image in this width stands: beside it, under its whole name, so that `a.png` and `a.jpg` keep apart. */
export function formPath(path: SitePath, width: number): SitePath {
  return `${path}.${width}w.${formType(path) === 'image/avif' ? 'avif' : 'webp'}`
}
