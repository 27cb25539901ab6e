import { crc32, deflateSync } from 'node:zlib'

/** A PNG of one colour, a few hundred bytes: a real image file that costs the corpus no room (PNG, Third Edition, §5). */
export function plainPng({ width, height, rgb }: PngPlan): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits a sample, colour type 2 (RGB), the only compression and filter there are, no interlacing (§11.2.1).
  header.set([8, 2, 0, 0, 0], 8)
  const line = Buffer.alloc(1 + width * 3)
  for (let x = 0; x < width; x++) line.set(rgb, 1 + x * 3)
  const pixels = Buffer.concat(Array.from({ length: height }, () => line))
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))])
}

/** Size in pixels, and red, green and blue from 0 to 255. */
export interface PngPlan {
  readonly width: number
  readonly height: number
  readonly rgb: readonly [number, number, number]
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), framed.length - 4)
  return framed
}
