import { closeSync, openSync, readSync } from 'node:fs'
import { imageSize } from 'image-size'

// Every format that is measured here names its size within this much, save JPEGs with very long metadata.
const HEAD_BYTES = 256 * 1024

/** Width and height of an image file in pixels, as shown (EXIF orientation applied); undefined for what is none. */
export function measureImage(file: string): { readonly width: number; readonly height: number } | undefined {
  try {
    const { width, height, orientation = 1 } = imageSize(readHead(file))
    return orientation >= 5 ? { width: height, height: width } : { width, height }
  } catch {
    return undefined
  }
}

function readHead(file: string): Buffer {
  const descriptor = openSync(file, 'r')
  try {
    const head = Buffer.alloc(HEAD_BYTES)
    return head.subarray(0, readSync(descriptor, head, 0, HEAD_BYTES, 0))
  } finally {
    closeSync(descriptor)
  }
}
