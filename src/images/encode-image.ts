import type { Sharp, SharpOptions } from 'sharp'
import { type ImageForms, type ImageSize, imageForms, MAX_PIXELS, sizeAt } from '../model/image.ts'
import { once } from '../model/once.ts'
import { EnvironmentError } from '../platform/environment-error.ts'

/** Changes whenever images of the same bytes and settings come out otherwise than before, sharp's own version apart. */
export const ENCODING = 2

// A broken image is told, and not published half grey.
const INPUT = { limitInputPixels: MAX_PIXELS, failOn: 'error' } as const satisfies SharpOptions

/** An image as it is published: its forms, and their bytes by width; `undefined` is the image itself. */
export interface EncodedImage {
  readonly forms: ImageForms
  readonly files: ReadonlyMap<number | undefined, Buffer>
}

/** An image that cannot be published; the message says why, for its author. */
export class UnusableImage extends Error {
  override readonly name = 'UnusableImage'
}

/** What images depend on beside their bytes and the settings. */
export async function encoderVersion(): Promise<string> {
  const sharp = await loadSharp()
  return `${ENCODING}-${sharp.versions.sharp}`
}

/**
 * The image as it is published: upright, in sRGB, its longer side at most `largest`, and without anything that its file tells
 * beside the picture (EXIF, XMP, IPTC, places, thumbnails, comments). Works on threads of sharp's own.
 * @throws UnusableImage
 */
export async function encodeImage(bytes: Buffer, how: HowEncoded): Promise<EncodedImage> {
  for (let tries = 1; ; tries++) {
    try {
      return await encodeOnce(bytes, how)
    } catch (error) {
      if (!(error instanceof UnusableImage && error.message === NO_WORDS)) throw error
      if (tries === TRIES) throw new UnusableImage('it is damaged, or no image')
    }
  }
}

interface HowEncoded {
  readonly type: string
  readonly largest: number
}

// All images share the decoder's words: where another image ends just then, those of this one are gone.
const NO_WORDS = 'Unknown error'
const TRIES = 10

async function encodeOnce(bytes: Buffer, { type, largest }: HowEncoded): Promise<EncodedImage> {
  const sharp = await loadSharp()
  if (isAnimatedPng(bytes)) throw new UnusableImage('it is an animated PNG')
  try {
    const { pages = 1, isPalette = false, autoOrient } = await sharp(bytes, INPUT).metadata()
    if (type === 'image/tiff' && pages > 1) throw new UnusableImage('it has several pages')
    const forms = imageForms(type, autoOrient, largest)
    if (type === 'image/gif' || (type === 'image/webp' && pages > 1)) {
      const moving = resized(sharp(bytes, { ...INPUT, animated: true }), forms)
      return { forms: { ...forms, widths: [] }, files: new Map([[undefined, await encoded(moving, { type, isPalette })]]) }
    }
    const upright = resized(sharp(bytes, INPUT).autoOrient(), forms)
    if (forms.widths.length === 0) return { forms, files: new Map([[undefined, await encoded(upright, { type, isPalette })]]) }
    const { data, info } = await upright.raw().toBuffer({ resolveWithObject: true })
    const pixels = (): Sharp =>
      sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } }).toColourspace('srgb')
    const files = new Map<number | undefined, Buffer>([[undefined, await encoded(pixels(), { type, isPalette })]])
    for (const width of forms.widths) files.set(width, await form(resized(pixels(), sizeAt(forms, width)), type))
    return { forms, files }
  } catch (error) {
    throw error instanceof Error && !(error instanceof UnusableImage) ? new UnusableImage(reasonOf(error)) : error
  }
}

function resized(image: Sharp, { width, height }: ImageSize): Sharp {
  return image.resize({ width, height, fit: 'fill' }).toColourspace('srgb')
}

/** The image in the format that its name says, whatever its bytes were. */
function encoded(image: Sharp, { type, isPalette }: { readonly type: string; readonly isPalette: boolean }): Promise<Buffer> {
  switch (type) {
    case 'image/avif':
      return image.avif({ quality: 60 }).toBuffer()
    case 'image/gif':
      return image.gif().toBuffer()
    case 'image/jpeg':
      return image.jpeg({ quality: 82, progressive: true }).toBuffer()
    case 'image/png':
      // A chart of few colours stays one: as true colour it would take thrice as much.
      return image.png(isPalette ? { palette: true, quality: 100, dither: 0 } : {}).toBuffer()
    case 'image/tiff':
      return image.tiff({ compression: 'lzw' }).toBuffer()
    default:
      return image.webp({ quality: 82 }).toBuffer()
  }
}

/** A narrower form. A PNG holds lines and letters more often than a photograph: those stay sharp, and take less so. */
function form(image: Sharp, type: string): Promise<Buffer> {
  if (type === 'image/avif') return image.avif({ quality: 55 }).toBuffer()
  return image.webp(type === 'image/png' ? { nearLossless: true, quality: 60 } : { quality: 80 }).toBuffer()
}

/** sharp would keep the first picture and drop the rest. The chunk stands before the picture's data (PNG 3, §11.3.6.1). */
function isAnimatedPng(bytes: Buffer): boolean {
  return bytes.subarray(1, 4).toString('latin1') === 'PNG' && bytes.subarray(0, bytes.indexOf('IDAT')).includes('acTL')
}

/** In the decoder's words, without its name: `VipsJpeg: premature end of JPEG image`. */
function reasonOf({ message }: Error): string {
  const [line = ''] = message.trim().split('\n')
  return line.replace(/^\w+: /, '')
}

/** Loaded when there is an image to make: a newsroom without images does not wait for it. */
const loadSharp = once(async (): Promise<typeof import('sharp')['default']> => {
  try {
    const { default: sharp } = await import('sharp')
    // What was decoded is not asked for again: each image is made once.
    sharp.cache(false)
    return sharp
  } catch (error) {
    throw new EnvironmentError('no-images', 'images cannot be made: sharp is not installed for this machine', {
      remedy: 'install Courant with its optional packages: npm install --include=optional',
      cause: error,
    })
  }
})
