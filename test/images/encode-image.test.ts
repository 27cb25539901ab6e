import sharp from 'sharp'
import { expect, test } from 'vitest'
import { encodeImage } from '../../src/images/encode-image.ts'

test('encodeImage: says why a damaged image cannot be published, whatever else is being made', async () => {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  const whole = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#888', noise } })
    .jpeg()
    .toBuffer()
  const how = { type: 'image/jpeg', largest: 1000 }
  const made = await Promise.allSettled(
    Array.from({ length: 60 }, (_, index) =>
      encodeImage(index % 2 === 0 ? whole : whole.subarray(0, whole.length - 2000), how),
    ),
  )
  const reasons = made.map(each => (each.status === 'rejected' ? String(each.reason.message) : 'made'))
  expect(new Set(reasons.filter((_, index) => index % 2 === 0))).toEqual(new Set(['made']))
  expect(new Set(reasons.filter((_, index) => index % 2 === 1))).toEqual(new Set(['premature end of JPEG image']))
})
