import { describe, expect, test } from 'vitest'
import { responsiveImages } from '../../src/page/responsive-images.ts'

const QUAY = { path: '/2026/quay.jpg', widths: [480, 800] } as const

function shown(body: string): string {
  return responsiveImages(body, src => (src === '/news/2026/quay.jpg' ? QUAY : undefined))
}

const HINTS = 'loading="lazy" decoding="async"'

describe('responsiveImages', () => {
  test('offers the widths of an image, at the address that it has in the body', () => {
    expect(shown('<p>A <img src="/news/2026/quay.jpg" alt="B" width="800" height="600" />.</p>')).toBe(
      `<p>A <picture><source type="image/webp" srcset="/news/2026/quay.jpg.480w.webp 480w, /news/2026/quay.jpg.800w.webp 800w" sizes="(min-width: 44rem) 41rem, 94vw" /><img src="/news/2026/quay.jpg" alt="B" width="800" height="600" ${HINTS} /></picture>.</p>`,
    )
  })

  test('asks for no more than the width that its author gave it', () => {
    expect(shown('<img src="/news/2026/quay.jpg" width="300" alt="" />')).toContain('sizes="min(300px, 94vw)"')
  })

  test.each([
    ['an image from elsewhere waits as well', '<img src="https://example.org/a.jpg" alt="" />', ` ${HINTS} />`],
    [
      'a hint that is there does not come twice',
      '<img src="/a.jpg" alt="" loading="lazy" />',
      'loading="lazy" decoding="async" />',
    ],
  ])('%s', (_, body, end) => {
    expect(shown(body).endsWith(end), shown(body)).toBe(true)
    expect(shown(body)).not.toContain('<picture>')
  })

  test.each([
    '<picture><source srcset="/b.webp" type="image/webp" /><img src="/news/2026/quay.jpg" alt="" /></picture>',
    '<p>No image &lt;img src="/news/2026/quay.jpg"&gt;</p>',
    '',
  ])('leaves alone what is no image of ours: %s', body => {
    expect(shown(body)).toBe(body)
  })

  test('leaves a choice that an author wrote out', () => {
    const own = '<img src="/news/2026/quay.jpg" alt="" srcset="/b.jpg 2x" />'
    expect(shown(own)).toBe(`<img src="/news/2026/quay.jpg" alt="" srcset="/b.jpg 2x" ${HINTS} />`)
  })
})
