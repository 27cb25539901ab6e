import { closeSync, openSync, readSync } from 'node:fs'
import { imageSize } from 'image-size'

// Every format that is measured here names its size within this much, save JPEGs with very long metadata.
const HEAD = Buffer.alloc(256 * 1024)

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
    return HEAD.subarray(0, readSync(descriptor, HEAD, 0, HEAD.length, 0))
  } finally {
    closeSync(descriptor)
  }
}
