import type { ImageStore, StoredImage } from '../images/image-store.ts'
import { isPicture } from '../images/media-types.ts'
import { FILE_SIGN, type Lead } from '../links/targets.ts'
import type { OutPath, SourcePath } from '../model/address.ts'
import type { FileArtifact, ImageArtifact } from '../model/artifact.ts'
import { formPath } from '../model/image.ts'
import type { ListedFile } from '../sources/list-files.ts'
import type { MadeArtifact } from './made-artifact.ts'

/** A file that published stories refer to, and a mark of its content. */
export interface BroughtFile {
  readonly source: SourcePath
  readonly mark: string
}

/** Gathers the files that published stories refer to: main images, and what bodies link to and show. */
export interface Bringing {
  readonly add: (page: Pick<MadeArtifact, 'artifact' | 'links'>) => void
  readonly files: () => readonly BroughtFile[]
}

/** Nothing is gathered yet. */
export function bringing({
  leads,
  isTaken,
}: {
  readonly leads: (from: SourcePath, target: string) => Lead
  /** Whether something else is published there. */
  readonly isTaken: (path: OutPath) => boolean
}): Bringing {
  const files = new Map<SourcePath, BroughtFile>()
  const bring = (source: SourcePath, mark: string): void => {
    if (!isTaken(source)) files.set(source, { source, mark })
  }
  return {
    add: ({ artifact, links }) => {
      if (artifact.kind !== 'page' || !artifact.source) return
      for (const { target, led } of links) {
        // It leads there still, and nearly always to a page.
        if (!led.includes(FILE_SIGN)) continue
        const lead = leads(artifact.source.path, target)
        if (lead.brings !== undefined) bring(lead.brings, lead.mark)
      }
      for (const path of artifact.files) bring(path.slice(1), leads('', path).mark)
    },
    files: () => [...files.values()].sort((a, b) => (a.source < b.source ? -1 : 1)),
  }
}

/**
 * Makes the images among files that are brought. `otherwise` when one came out otherwise than its header told, or not at all:
 * bodies that show it were rendered on a wrong ground, and are to be rendered again.
 */
export async function prepareImages(
  brought: readonly BroughtFile[],
  {
    files,
    store,
    leads,
    onProgress,
  }: {
    readonly files: Pick<ReadonlyMap<SourcePath, ListedFile>, 'get'>
    readonly store: ImageStore
    readonly leads: (from: SourcePath, target: string) => Lead
    readonly onProgress: Parameters<ImageStore['prepare']>[1]
  },
): Promise<'as told' | 'otherwise'> {
  const images = brought.flatMap(({ source }) => (isPicture(source) ? (files.get(source) ?? []) : []))
  const unknown = images.filter(file => !store.at(file))
  await store.prepare(unknown, onProgress)
  const isAsTold = (file: ListedFile): boolean => isSame(store.at(file), leads('', `/${file.path}`))
  return unknown.every(isAsTold) ? 'as told' : 'otherwise'
}

function isSame(stored: StoredImage | undefined, { target }: Lead): boolean {
  if (!stored || 'problem' in stored || target.kind !== 'file') return false
  const { width, height, widths = [] } = target
  const { forms } = stored
  return width === forms.width && height === forms.height && widths.join() === forms.widths.join()
}

/** Files that are brought, described; an image with all its forms. What is there under a form's name goes before. */
export function broughtArtifacts(
  brought: readonly BroughtFile[],
  {
    files,
    store,
    isTaken,
  }: {
    readonly files: Pick<ReadonlyMap<SourcePath, ListedFile>, 'get'>
    readonly store: ImageStore
    /** Whether something else is there under this name. */
    readonly isTaken: (path: OutPath) => boolean
  },
): readonly (FileArtifact | ImageArtifact)[] {
  return brought.flatMap(({ source, mark }): readonly (FileArtifact | ImageArtifact)[] => {
    const file = isPicture(source) ? files.get(source) : undefined
    const stored = file && store.at(file)
    if (!stored) return [{ kind: 'file', path: source, source, key: mark }]
    if ('problem' in stored) return []
    const image = { kind: 'image', source } as const
    return [
      { ...image, path: source, width: undefined, key: stored.key },
      ...stored.forms.widths
        .map(width => ({ ...image, path: formPath(`/${source}`, width).slice(1), width, key: `${stored.key}-${width}` }))
        .filter(({ path }) => !isTaken(path)),
    ]
  })
}
