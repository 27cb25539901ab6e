import { resolveBeside } from '../article/parse-article.ts'
import type { StoredImage } from '../images/image-store.ts'
import { measureImage } from '../images/measure-image.ts'
import { isPicture, isPublishable, mediaType } from '../images/media-types.ts'
import type { ResolvedTarget } from '../markdown/render-body.ts'
import { isStaticFile, type SitePath, type SourcePath } from '../model/address.ts'
import { IMAGE_REMEDY, imageForms } from '../model/image.ts'
import { type Packed, PackedMap, pack } from '../model/packed-map.ts'

/** Everything in a newsroom that an address in a body can lead to. */
export interface Targets {
  /** Stories and standing pages by source; null for what is not public. */
  readonly pages: ReadonlyMap<SourcePath, SitePath | null>
  /** Addresses within the site; false for what is not public. */
  readonly addresses: ReadonlyMap<SitePath, boolean>
  /** The files of the newsroom that may be published, and those below `static/`: their names on disk and their marks. */
  readonly files: ReadonlyMap<SourcePath, { readonly onDisk: string; readonly mark: string }>
  /** How images are made, and those that were; undefined where they are shown as they are. */
  readonly images?: { readonly largest: number; readonly made: ReadonlyMap<SourcePath, StoredImage> }
}

/** Targets as threads share them. */
export interface PackedTargets extends Record<'pages' | 'addresses' | 'files', Packed> {
  readonly images?: { readonly largest: number; readonly made: Packed }
}

/** Packs targets, so that no thread needs a copy. */
export function packTargets({ pages, addresses, files, images }: Targets): PackedTargets {
  return {
    pages: pack(pages),
    addresses: pack(addresses),
    files: pack(files),
    ...(images && { images: { ...images, made: pack(images.made) } }),
  }
}

/** The targets in what was packed. */
export function targetsIn({ pages, addresses, files, images }: PackedTargets): Targets {
  const asPath = (text: string): SourcePath => text
  return {
    pages: new PackedMap(pages, asPath),
    addresses: new PackedMap(addresses, text => `/${text.slice(1)}` as const),
    files: new PackedMap(files, asPath),
    ...(images && { images: { ...images, made: new PackedMap(images.made, asPath) } }),
  }
}

/** Before anybody knows where addresses lead, or where nobody asks. */
export const NO_TARGETS: Targets = { pages: new Map(), addresses: new Map(), files: new Map() }

/** Where an address leads. */
export interface Lead {
  /** Worked out when it is asked for: an image is opened for it. */
  readonly target: ResolvedTarget
  /** The page or file that stands there, at no cost; undefined where there is none, or none that is public. */
  readonly to: { readonly kind: 'page' | 'file'; readonly path: SitePath } | undefined
  /** The file that has to be published with it. */
  readonly brings: SourcePath | undefined
  /** Changes whenever what the address leads to does. */
  readonly mark: string
}

/** Makes the look-up for one state of the newsroom; image sizes are read once. */
export function leadsIn(targets: Targets): (from: SourcePath, target: string) => Lead {
  const sizes = new Map<string, ReturnType<typeof measureImage>>()
  return (from, target) => {
    const address: SitePath | undefined = target.startsWith('/') ? `/${target.slice(1).normalize('NFC')}` : undefined
    const onSite = address && leadToAddress(targets, address)
    if (onSite) return onSite.target.kind === 'page' ? withStaticFile(onSite, address) : onSite
    const path = resolveBeside(from, target)
    if (path === undefined) return MISSING
    const page = targets.pages.get(path)
    if (page !== undefined) return page === null ? UNPUBLISHED : leadToPage(page)
    return leadToFile(path, { path: `/${path}`, brings: path })
  }

  function sizeOf(path: SourcePath, onDisk: string): ReturnType<typeof measureImage> {
    if (!sizes.has(onDisk)) sizes.set(onDisk, measureImage({ path, onDisk }))
    return sizes.get(onDisk)
  }

  /** A file below `static/` is published anyway; here only its size is looked up. */
  function withStaticFile(lead: Lead, address: SitePath): Lead {
    const source = `static${address}`
    return targets.files.has(source) ? leadToFile(source, { path: address, brings: undefined }) : lead
  }

  /** An image as it is published: as it was made, else as it will be. */
  function leadToImage(source: SourcePath, onDisk: string): ResolvedTarget {
    const size = sizeOf(source, onDisk)
    const made = targets.images?.made.get(source)
    if (made && 'problem' in made) return { kind: 'broken', problem: made.problem, remedy: IMAGE_REMEDY }
    const forms = made?.forms ?? (size && targets.images ? imageForms(mediaType(source), size, targets.images.largest) : size)
    return { kind: 'file', path: `/${source}`, ...forms }
  }

  function leadToFile(
    source: SourcePath,
    { path, brings }: { readonly path: SitePath; readonly brings: SourcePath | undefined },
  ): Lead {
    const file = targets.files.get(source)
    if (brings !== undefined && !isPublishable(source)) return isOfOtherKind(source) ? UNSUITABLE : MISSING
    if (file === undefined) return MISSING
    return {
      get target(): ResolvedTarget {
        const asItIs = brings === undefined || !isPicture(source)
        return asItIs ? { kind: 'file', path, ...sizeOf(source, file.onDisk) } : leadToImage(source, file.onDisk)
      },
      to: { kind: 'file', path },
      brings,
      mark: path + FILE_SIGN + file.mark,
    }
  }
}

/** Stands in the mark of every lead to a file. */
export const FILE_SIGN = '@'

const MISSING: Lead = { target: { kind: 'missing' }, to: undefined, brings: undefined, mark: '?' }
const UNSUITABLE: Lead = { target: { kind: 'unsuitable' }, to: undefined, brings: undefined, mark: '?' }
const UNPUBLISHED: Lead = { target: { kind: 'unpublished' }, to: undefined, brings: undefined, mark: '-' }

function leadToPage(path: SitePath): Lead {
  const page = { kind: 'page', path } as const
  return { target: page, to: page, brings: undefined, mark: path }
}

/** Whether a path is meant for a file, there or not: what nobody has registered may be the address of a story. */
function isOfOtherKind(path: SourcePath): boolean {
  return mediaType(path) !== mediaType('') && !/\.(md|html?)$/i.test(path) && !isStaticFile(path)
}

function leadToAddress({ addresses }: Targets, address: SitePath): Lead | undefined {
  for (const candidate of [address, `${address}/` as const]) {
    const isPublic = addresses.get(candidate)
    if (isPublic !== undefined) return isPublic ? leadToPage(candidate) : UNPUBLISHED
  }
  return undefined
}
