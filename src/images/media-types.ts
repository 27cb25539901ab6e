import mime from 'mime'
import { isStaticFile } from '../model/address.ts'

/**
 * Files that may be published because an article refers to them. Nothing that a browser would run: whoever may only write
 * articles can run nothing.
 */
const PUBLISHABLE =
  /^(image\/(avif|bmp|gif|jpeg|png|webp|tiff)|audio\/.+|video\/.+|application\/(pdf|zip|epub\+zip|msword|rtf|vnd\..+)|text\/(csv|plain|vtt|calendar))$/

/** The registered media type of a file name. */
export function mediaType(path: string): string {
  return mime.getType(path) ?? 'application/octet-stream'
}

/** Whether an article can bring this file with it. */
export function isPublishable(path: string): boolean {
  return !path.endsWith('.md') && !isStaticFile(path) && PUBLISHABLE.test(mediaType(path))
}

/** Whether a file is a picture that is made anew before it is published: bounded, and without what its file tells. A BMP tells nothing. */
export function isPicture(path: string): boolean {
  return /^image\/(avif|gif|jpeg|png|tiff|webp)$/.test(mediaType(path)) && isPublishable(path)
}

/** How files of a media type mostly end; undefined for what is not registered. */
export function extensionOf(type: string): string | undefined {
  return mime.getExtension(type) ?? undefined
}
