import type { Build } from '../build.ts'
import type { SitePath, SourcePath } from '../model/address.ts'
import { FORMATS, feedPath } from '../model/edition.ts'
import { isPublishable } from './media-types.ts'
import type { ReadNewsroom } from './read-newsroom.ts'
import type { Targets } from './targets.ts'

/** Everything that an address in a body of this build can lead to. What is not public is known as such, and leads nowhere. */
export function targetsOf(built: Build, { newsroom, files }: ReadNewsroom): Targets {
  const pages = new Map<SourcePath, SitePath | null>()
  const addresses = new Map<SitePath, boolean>()
  for (const { path, permalink } of [...newsroom.articles, ...newsroom.standing]) {
    pages.set(path, null)
    addresses.set(permalink, false)
  }
  for (const { path, permalink } of [...built.edition.released, ...built.edition.standing]) pages.set(path, permalink)
  for (const artifact of built.artifacts)
    addresses.set(addressOf(artifact.path), artifact.kind !== 'page' || artifact.of !== 'gone')
  for (const channel of built.edition.channels) for (const format of FORMATS) addresses.set(feedPath(channel, format), true)
  const publishable = [...files.values()].filter(({ path }) => path.startsWith('static/') || isPublishable(path))
  return {
    pages,
    addresses,
    files: new Map(publishable.map(({ path, onDisk, mark }) => [path, { onDisk, mark }])),
  }
}

function addressOf(path: string): SitePath {
  return `/${path.replace(/(^|\/)index\.html$/, '$1')}`
}
