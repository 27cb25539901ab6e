import { imageSize } from 'image-size'

/** What kind of image bytes are, by their beginning, as a file is named for it: `jpg`, `png`; undefined for what is none. */
export function imageType(bytes: Uint8Array): string | undefined {
  try {
    return imageSize(bytes).type
  } catch {
    return undefined
  }
}
