import type { DescribedPage } from '../edition/described-page.ts'
import type { FileArtifact, TextArtifact } from '../model/artifact.ts'
import type { Page } from '../model/page.ts'

/** What stands at an address. */
export type Place = PreviewedPage | TextArtifact | FileArtifact

/** A page, described when it is asked for. */
export interface PreviewedPage {
  readonly kind: 'page'
  readonly describe: () => Page
  readonly owner: DescribedPage['owner']
  readonly status: 200 | 410
}
