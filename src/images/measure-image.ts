import { imageSize } from 'image-size'
import { type Opened, openWithin, readOpened, type Within } from '../platform/open-within.ts'

// Every format that is measured here names its size within this much, save JPEGs with very long metadata.
const HEAD_BYTES = 256 * 1024

/** Width and height of an image file in pixels, as shown (EXIF orientation applied); undefined for what is none, and for a link. */
export function measureImage(file: Within): Measures | undefined {
  try {
    using opened = openWithin(file)
    return measureOpened(opened)
  } catch {
    return undefined
  }
}

/** Width and height of an image, in pixels. */
export interface Measures {
  readonly width: number
  readonly height: number
}

/** The same of a file that is open. */
export function measureOpened(opened: Opened): Measures | undefined {
  try {
    const { width, height, orientation = 1 } = imageSize(readOpened(opened, Math.min(HEAD_BYTES, opened.stats.size)))
    return orientation >= 5 ? { width: height, height: width } : { width, height }
  } catch {
    return undefined
  }
}
