import type { SourcePath } from '../model/address.ts'
import type { PublishedFile } from '../model/body.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { IMAGE_REMEDY } from '../model/image.ts'
import type { ImageStore, StoredImage } from './image-store.ts'
import { isPicture } from './media-types.ts'
import type { ReadNewsroom } from './read-newsroom.ts'

/**
 * The newsroom with its main images and attached images as they are published: feeds tell their lengths, so they are made before
 * stories are described. Those of embargoed stories are made ahead of their hour, and stay in Courant's own folder until then;
 * those of drafts are left alone. A story whose image cannot be made goes without it.
 */
export async function withPublishedImages(
  read: ReadNewsroom,
  { store, onProgress }: { readonly store: ImageStore; readonly onProgress: Parameters<ImageStore['prepare']>[1] },
): Promise<ReadNewsroom> {
  const { newsroom, files } = read
  const uses = usesOf(newsroom.articles)
  const wanted = new Set(uses.map(({ source }) => source).filter(source => newsroom.images.has(source)))
  await store.prepare(
    [...wanted].flatMap(source => files.get(source) ?? []),
    onProgress,
  )
  const stored = store.among(files)
  const images = new Map(
    [...newsroom.images].flatMap(([source, file]) => {
      const published = publishedAs(file, stored.get(source))
      return published ? [[source, published] as const] : []
    }),
  )
  const broken = uses.flatMap(use => brokenImage(use, stored.get(use.source)))
  return { ...read, newsroom: { ...newsroom, images }, images: stored, diagnostics: [...read.diagnostics, ...broken] }
}

/** A field of a story that names an image. */
interface Use {
  readonly source: SourcePath
  readonly path: SourcePath
  readonly field: string
}

function usesOf(articles: ReadNewsroom['newsroom']['articles']): readonly Use[] {
  return articles.flatMap(({ path, image, attachments, draft }): readonly Use[] => {
    if (draft) return []
    const main = image ? [{ source: image.path, path, field: 'image.src' }] : []
    const others = attachments.map((file, index) => ({ source: file.path, path, field: `attachments.${index}.src` }))
    return [...main, ...others].filter(({ source }) => isPicture(source))
  })
}

function publishedAs(file: PublishedFile, stored: StoredImage | undefined): PublishedFile | undefined {
  if (!stored) return file
  return 'problem' in stored ? undefined : { ...file, ...stored.forms, lengthBytes: stored.lengthBytes }
}

function brokenImage({ source, path, field }: Use, stored: StoredImage | undefined): readonly Diagnostic[] {
  if (!stored || !('problem' in stored)) return []
  const message = `${source} cannot be published: ${stored.problem}`
  return [{ severity: 'warning', code: 'broken-image', path, line: 1, column: 1, field, message, remedy: IMAGE_REMEDY }]
}
