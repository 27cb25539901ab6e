import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundedSize, formPath, formType, imageForms, sizeAt, sizeProblem } from '../../src/model/image.ts'

test.each([
  [
    { width: 3000, height: 2000 },
    { width: 2400, height: 1600 },
  ],
  [
    { width: 2000, height: 3000 },
    { width: 1600, height: 2400 },
  ],
  [
    { width: 800, height: 600 },
    { width: 800, height: 600 },
  ],
  [
    { width: 100_000, height: 1 },
    { width: 2400, height: 1 },
  ],
])('boundedSize: %o', (size, bounded) => {
  expect(boundedSize(size, 2400)).toEqual(bounded)
})

test.each([
  ['image/jpeg', 4000, [480, 800, 1200, 1600]],
  ['image/jpeg', 1600, [480, 800, 1200, 1600]],
  ['image/jpeg', 1250, [480, 800, 1250]],
  ['image/png', 500, [500]],
  ['image/png', 479, []],
  ['image/gif', 4000, []],
  ['image/tiff', 4000, []],
])('imageForms: %s of %i pixels', (type, width, widths) => {
  expect(imageForms(type, { width, height: width }, 2400).widths).toEqual(widths)
})

test('imageForms: no form is wider than the image, none comes twice, and the widest is at most 1600 pixels', () => {
  const side = fc.integer({ min: 1, max: 20_000 })
  fc.assert(
    fc.property(side, side, fc.integer({ min: 480, max: 10_000 }), (width, height, largest) => {
      const forms = imageForms('image/jpeg', { width, height }, largest)
      expect(Math.max(forms.width, forms.height)).toBeLessThanOrEqual(largest)
      expect([...new Set(forms.widths)].toSorted((a, b) => a - b)).toEqual(forms.widths)
      for (const each of forms.widths) expect(each).toBeLessThanOrEqual(Math.min(forms.width, 1600))
    }),
  )
})

test('sizeAt: keeps the shape', () => {
  expect(sizeAt({ width: 2400, height: 1600 }, 480)).toEqual({ width: 480, height: 320 })
})

test('formPath: stands beside the image under its whole name', () => {
  expect(formPath('/2026/quay.jpg', 480)).toBe('/2026/quay.jpg.480w.webp')
  expect(formPath('/2026/quay.avif', 480)).toBe('/2026/quay.avif.480w.avif')
  expect(formType('/2026/quay.png')).toBe('image/webp')
})

test('sizeProblem: more pixels than are published', () => {
  expect(sizeProblem({ width: 10_000, height: 10_000 })).toBeUndefined()
  expect(sizeProblem({ width: 10_001, height: 10_000 })).toBe('10001 × 10000 pixels are more than 100 million')
})
