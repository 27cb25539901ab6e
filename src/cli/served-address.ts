import type { Site } from '../model/site.ts'
import { type PublishedAddress, publishedAddress } from '../output/published-address.ts'
import { readSiteFile } from '../sources/read-site-file.ts'
import type { Paths } from '../state/paths.ts'
import { MisconfiguredError } from './misconfigured-error.ts'
import type { CommonOptions } from './options.ts'

/**
 * Where the site is: as site.yaml says, or, while that cannot be read, as what stands in `out/` was published. @throws MisconfiguredError with
 * mistakes in it and nothing to serve
 */
export function servedAddress(
  { articles }: Pick<CommonOptions, 'articles'>,
  standing: PublishedAddress | undefined,
): PublishedAddress & Partial<Pick<Site, 'idPrefix'>> {
  try {
    const { site, diagnostics } = readSiteFile(articles)
    if (site) return site
    if (!standing) throw new MisconfiguredError(diagnostics, articles)
  } catch (error) {
    if (!standing) throw error
  }
  return standing
}

/**
 * Where that is to be which stands in `out/`: as it was published, whatever site.yaml says by now, else as that says; undefined where it has mistakes.
 * @throws EnvironmentError where there is neither
 */
export function standingAddress({ out, articles }: Pick<Paths, 'out' | 'articles'>): PublishedAddress | undefined {
  return publishedAddress(out) ?? readSiteFile(articles).site
}
