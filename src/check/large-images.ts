import type { SourcePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { IMAGE_REMEDY, sizeProblem } from '../model/image.ts'
import type { Checked } from './checked.ts'

/** What is known of an image's file. */
export interface ImageFile {
  readonly lengthBytes: number
  readonly width: number | undefined
  readonly height: number | undefined
}

// Courant makes every image smaller that is larger than a page needs. Beyond these, somebody forgot what they were given: a
// camera's largest photographs have 50 million pixels and less than 20 megabytes.
const MAX_BYTES = 20_000_000
const FEW_PIXELS = 50_000_000

/** Images of stories that are larger than they need be, or can be. */
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
      const found = file && remarkOn(source, file)
      return found ? [{ severity: 'warning', path: owner.path, ...place, ...found }] : []
    })
  })
}

function remarkOn(source: SourcePath, file: ImageFile): Pick<Diagnostic, 'code' | 'message' | 'remedy'> | undefined {
  const { lengthBytes, width = 0, height = 0 } = file
  const problem = sizeProblem({ width, height })
  if (problem !== undefined)
    return { code: 'broken-image', message: `${source} cannot be published: ${problem}`, remedy: IMAGE_REMEDY }
  if (lengthBytes <= MAX_BYTES && width * height <= FEW_PIXELS) return undefined
  return {
    code: 'large-image',
    message: `${source} is far larger than any page needs: ${sizeOf(file)}`,
    remedy: 'save it smaller: 5000 pixels on its longer side are plenty',
  }
}

function sizeOf({ lengthBytes, width, height }: ImageFile): string {
  const size = `${(lengthBytes / 1_000_000).toFixed(1)} MB`
  return width === undefined || height === undefined ? size : `${width} × ${height} pixels, ${size}`
}
