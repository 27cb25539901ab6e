import { isPublishable } from '../images/media-types.ts'
import type { Targets } from '../links/targets.ts'
import { isStaticFile, type SitePath, type SourcePath } from '../model/address.ts'
import { type ArtifactAt, kindOf } from '../model/artifact.ts'
import type { Edition } from '../model/edition.ts'
import { FORMATS, feedPath } from '../model/edition.ts'
import { MADE } from '../model/made-files.ts'
import type { Site } from '../model/site.ts'
import type { ReadNewsroom } from '../sources/read-newsroom.ts'

/** What is public, and what stands where: a build, or a part of one. */
export interface Surroundings {
  readonly site: Site
  readonly edition: Edition
  readonly artifacts: Iterable<ArtifactAt>
}

/** Everything that an address in a body of this build can lead to. What is not public is known as such, and leads nowhere. */
export function targetsOf(built: Surroundings, { newsroom, files, images }: ReadNewsroom): Targets {
  const pages = new Map<SourcePath, SitePath | null>()
  const addresses = new Map<SitePath, boolean>()
  for (const { path, permalink } of [...newsroom.articles, ...newsroom.standing]) {
    pages.set(path, null)
    addresses.set(permalink, false)
  }
  for (const { path, permalink } of [...built.edition.released, ...built.edition.standing]) pages.set(path, permalink)
  for (const artifact of built.artifacts) addresses.set(addressOf(artifact.path), MADE[kindOf(artifact)].isLinked)
  for (const channel of built.edition.channels) for (const format of FORMATS) addresses.set(feedPath(channel, format), true)
  const publishable = [...files.values()].filter(({ path }) => isStaticFile(path) || isPublishable(path))
  return {
    pages,
    addresses,
    files: new Map(publishable.map(({ path, onDisk, mark }) => [path, { onDisk, mark }])),
    ...(images && { images: { largest: built.site.images.largest, made: images } }),
  }
}

const INDEX_LENGTH = 'index.html'.length

/** The address of a file in `out/`. For every file: a regular expression takes several times as long. */
export function addressOf(path: string): SitePath {
  const isIndex = path.endsWith('index.html') && (path.length === INDEX_LENGTH || path.at(-INDEX_LENGTH - 1) === '/')
  return `/${isIndex ? path.slice(0, -INDEX_LENGTH) : path}`
}
