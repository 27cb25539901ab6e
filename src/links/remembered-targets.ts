import { resolveBeside } from '../article/parse-article.ts'
import type { StoredImage } from '../images/image-store.ts'
import { isPicture, isPublishable } from '../images/media-types.ts'
import type { SitePath, SourcePath } from '../model/address.ts'
import type { Site } from '../model/site.ts'
import type { Link } from '../plan/plan-publish.ts'
import type { ListedFile } from '../sources/list-files.ts'
import type { Targets } from './targets.ts'

/**
 * What the addresses in these bodies led to when they were rendered, and nothing else: enough to render them again, as long as no
 * address comes into them.
 */
export function rememberedTargets(
  bodies: readonly { readonly path: SourcePath; readonly links: readonly Link[] }[],
  {
    site,
    fileOf,
    image,
  }: {
    readonly site: Site
    readonly fileOf: (path: SourcePath) => ListedFile | undefined
    readonly image: (path: SourcePath) => StoredImage | undefined
  },
): Targets {
  const pages = new Map<SourcePath, SitePath>()
  const addresses = new Map<SitePath, boolean>()
  const files = new Map<SourcePath, ListedFile>()
  const made = new Map<SourcePath, StoredImage>()
  const addFile = (path: SourcePath): boolean => {
    const file = fileOf(path)
    if (file) files.set(path, file)
    const stored = file && isPicture(path) ? image(path) : undefined
    if (stored) made.set(path, stored)
    return file !== undefined
  }
  for (const { path, links } of bodies) {
    for (const { target, led } of links) {
      const address: SitePath = `/${led.slice(1)}`
      addresses.set(address, true)
      const beside = resolveBeside(path, target)
      if (beside === undefined) continue
      if (target.startsWith('/') && addFile(`static/${beside}`)) addresses.set(`/${beside}`, true)
      else if (!isPublishable(beside) || !addFile(beside)) pages.set(beside, address)
    }
  }
  return { pages, addresses, files, images: { largest: site.images.largest, made } }
}
