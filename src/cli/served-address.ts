import type { Site } from '../model/site.ts'
import type { PublishedAddress } from '../store/published-address.ts'
import { readSiteFile } from '../store/read-site-file.ts'
import type { CommonOptions } from './options.ts'
import type { Terminal } from './terminal.ts'

/**
 * Where the site is: as site.yaml says, or, while that cannot be read, as what stands in `out/` was published. Undefined, and said so, with
 * mistakes in it and nothing to serve.
 */
export function servedAddress(
  { articles }: Pick<CommonOptions, 'articles'>,
  { standing, screen }: { readonly standing: PublishedAddress | undefined; readonly screen: Terminal },
): (PublishedAddress & Partial<Pick<Site, 'idPrefix'>>) | undefined {
  try {
    const { site, diagnostics } = readSiteFile(articles)
    if (site) return site
    if (!standing) screen.complain(diagnostics, articles)
  } catch (error) {
    if (!standing) throw error
  }
  return standing
}
