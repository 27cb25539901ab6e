import { setImmediate } from 'node:timers/promises'
import type { ParsedArticle } from '../article/parse-article.ts'
import type { ImageStore, StoredImage } from '../images/image-store.ts'
import { isPicture } from '../images/media-types.ts'
import type { SourcePath } from '../model/address.ts'
import type { PublishedFile } from '../model/body.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { IMAGE_REMEDY } from '../model/image.ts'
import type { Theme } from '../model/theme.ts'
import type { RenderPool } from '../render/render-pool.ts'
import { listFiles } from '../sources/list-files.ts'
import { type ReadContext, type ReadNewsroom, readInSteps } from '../sources/read-newsroom.ts'
import { readApart } from './read-apart.ts'

// Often enough that an image never waits long for the next step of its making, which takes as long as reading a few articles.
const ARTICLES_A_TURN = 4

/**
 * Reads the newsroom with its main images and attached images as they are published: feeds tell their lengths, so they are made
 * before stories are described. They are made while articles are read, on the encoder's own threads.
 * Those of embargoed stories are made ahead of their hour, and stay in Courant's own folder until then; those of drafts are left
 * alone. A story whose image cannot be made goes without it.
 */
export async function readWithImages(
  root: string,
  context: ReadContext,
  {
    store,
    theme,
    pool,
    onProgress,
  }: {
    readonly store: ImageStore
    readonly theme: Theme | undefined
    readonly pool: RenderPool
    readonly onProgress: Parameters<ImageStore['prepare']>[1]
  },
): Promise<ReadNewsroom> {
  const listing = context.listing ?? listFiles(root)
  const files = new Map(listing.files.map(file => [file.path, file]))
  const making: Promise<void>[] = []
  const make = (story: ParsedArticle): void => {
    if (!story.image && story.attachments.length === 0) return
    const missing = usesOf([story])
      .flatMap(({ source }) => files.get(source) ?? [])
      .filter(file => !store.at(file))
    // What becomes of it is looked at when all is read.
    if (missing.length > 0) making.push(store.prepare(missing, () => {}).catch(() => {}))
  }
  try {
    const memory = await readApart(listing.files, { ...context, theme, pool, onRead: make })
    const reading = readInSteps(root, { ...context, memory, listing })
    for (let count = 1, step = reading.next(); ; count++, step = reading.next()) {
      if (step.done) return await withImages(step.value, { store, onProgress })
      make(step.value)
      if (making.length > 0 && count % ARTICLES_A_TURN === 0) await setImmediate()
    }
  } finally {
    await Promise.all(making)
  }
}

async function withImages(
  read: ReadNewsroom,
  { store, onProgress }: { readonly store: ImageStore; readonly onProgress: Parameters<ImageStore['prepare']>[1] },
): Promise<ReadNewsroom> {
  const { newsroom, files } = read
  const uses = usesOf(newsroom.articles).filter(({ source }) => newsroom.images.has(source))
  await store.prepare(
    uses.flatMap(({ source }) => files.get(source) ?? []),
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
