import type { DiscoveryFile } from '../discovery/discovery-file.ts'
import type { DescribedPage } from '../edition/described-page.ts'
import { outPathOf } from '../model/address.ts'
import type { SourceVersion } from '../model/article.ts'
import type { PageArtifact, TextArtifact } from '../model/artifact.ts'
import { MADE } from '../model/made-files.ts'
import type { Site } from '../model/site.ts'
import type { Theme } from '../model/theme.ts'
import { themeFiles } from '../page/theme-files.ts'
import { artifactKey, frameKey, textKey } from '../plan/artifact-key.ts'

/** The hash of how pages look: what only they depend on. */
export function lookKeyOf(site: Site, theme: Theme | undefined): string {
  const files = themeFiles(site, theme).map(({ path }) => path)
  return artifactKey('look', site.look.logo, files, theme?.version)
}

/** A described page as an artifact. */
export function pageArtifact(
  page: DescribedPage,
  { siteKey, lookKey }: { readonly siteKey: string; readonly lookKey: string },
): PageArtifact {
  const { kind, permalink, inputs, describe, owner, story, files } = page
  const { scripts } = MADE[kind]
  const said = textKey(`page ${siteKey} ${kind} ${inputs()}`)
  return {
    kind: 'page',
    of: kind,
    path: outPathOf(permalink),
    key: frameKey(lookKey, owner ? `${said}-${keyOfBody(owner.source)}` : said),
    page: describe,
    source: owner,
    story: story?.id,
    files,
    ...(story?.withdrawn && { answer: { status: 410 } as const }),
    ...(scripts !== 'none' && { answer: { status: 200, scripts } as const }),
  }
}

/** A text for other programs as an artifact. */
export function textArtifact({ kind, path, inputs, text }: DiscoveryFile, siteKey: string): TextArtifact {
  return { kind: 'text', of: kind, path: path.slice(1), key: artifactKey('discovery', siteKey, path, inputs()), text }
}

/** How much of a body's hash stands in a page's key. */
const KEY_OF_BODY = 22

/** Whether a page with this key was made of this version of its body. */
export function hasBody(key: string, source: SourceVersion): boolean {
  return key.endsWith(`-${keyOfBody(source)}`)
}

function keyOfBody({ hash }: SourceVersion): string {
  return hash.slice(0, KEY_OF_BODY)
}
