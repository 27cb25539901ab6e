import type { SourcePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Checked } from './checked.ts'

/** What is known of an image's file. */
export interface ImageFile {
  readonly lengthBytes: number
  readonly width: number | undefined
  readonly height: number | undefined
}

// A photograph that fills a large screen sharply has 2,500 pixels and a megabyte: beyond these, somebody forgot to make it smaller.
const MAX_BYTES = 4_000_000
const MAX_PIXELS = 5000

/** Images of stories that are far larger than any screen needs, each told once a story. */
export function largeImages(
  checked: readonly Checked[],
  fileOf: (path: SourcePath) => ImageFile | undefined,
): readonly Diagnostic[] {
  return checked.flatMap(({ owner, outline }) => {
    const main =
      owner.kind === 'article' && owner.image ? [{ source: owner.image.path, line: 1, column: 1, field: 'image.src' }] : []
    const shown = (outline?.references ?? []).filter(({ use }) => use === 'image')
    const inBody = shown.map(({ path, line, column }) => ({ source: path.slice(1), line, column }))
    return [...main, ...inBody].flatMap(({ source, ...place }): readonly Diagnostic[] => {
      const file = fileOf(source)
      if (!file || !isLarge(file)) return []
      return [
        {
          severity: 'warning',
          code: 'large-image',
          path: owner.path,
          ...place,
          message: `${source} is far larger than a screen: ${sizeOf(file)}`,
          remedy: 'save it with at most 2500 pixels on its longer side, as JPEG or WebP',
        },
      ]
    })
  })
}

function isLarge({ lengthBytes, width = 0, height = 0 }: ImageFile): boolean {
  return lengthBytes > MAX_BYTES || Math.max(width, height) > MAX_PIXELS
}

function sizeOf({ lengthBytes, width, height }: ImageFile): string {
  const size = `${(lengthBytes / 1_000_000).toFixed(1)} MB`
  return width === undefined || height === undefined ? size : `${width} × ${height} pixels, ${size}`
}
