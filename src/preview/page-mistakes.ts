import { deadAnchors } from '../check/dead-anchors.ts'
import { largeImages } from '../check/large-images.ts'
import { linksTooEarly } from '../check/links-too-early.ts'
import { loneTranslations } from '../check/lone-translations.ts'
import { staleTranslations } from '../check/stale-translations.ts'
import type { SourcePath } from '../model/address.ts'
import type { Article, StandingPage } from '../model/article.ts'
import type { Outline } from '../model/body.ts'
import { byPlace, type Diagnostic } from '../model/diagnostic.ts'
import { atTheirPlaces } from '../sources/at-their-places.ts'
import { publishedFile, readSource } from '../sources/read-newsroom.ts'
import type { Previewed } from './previewed.ts'

/** What there is to mend, as a page tells it. */
export interface PageMistakes {
  /** In the file that the page is made from: all that `check` would find in it alone. */
  readonly own: readonly Diagnostic[]
  /** Errors in other files. */
  readonly elsewhere: readonly Diagnostic[]
}

/** What was found in a file's body; undefined where it was not looked at. */
export interface BodyFindings {
  readonly diagnostics: readonly Diagnostic[]
  readonly outline: Outline | undefined
}

/** The mistakes to tell on a page made from `path`, or from no file. */
export function pageMistakes(
  previewed: Previewed,
  { path, body }: { readonly path: SourcePath | undefined; readonly body?: BodyFindings | undefined },
): PageMistakes {
  const elsewhere = previewed.diagnostics.filter(diagnostic => diagnostic.severity === 'error' && diagnostic.path !== path)
  return { own: path === undefined ? [] : fileMistakes(previewed, path, body), elsewhere: inOrder(elsewhere, previewed) }
}

/** All that is known to be wrong with a file, or could be better in it. */
function fileMistakes(previewed: Previewed, path: SourcePath, body: BodyFindings | undefined): readonly Diagnostic[] {
  const { read, diagnostics, owners, parseThoroughly, site } = previewed
  const onDisk = read.files.get(path)?.onDisk
  const source = onDisk === undefined ? undefined : readSource({ path, onDisk })
  const parsed = source && !('severity' in source) ? parseThoroughly(source) : undefined
  const owner = parsed?.story && owners.get(parsed.story.permalink)
  return inOrder(
    [
      ...diagnostics.filter(diagnostic => diagnostic.path === path),
      ...(parsed?.diagnostics ?? []),
      ...(body?.diagnostics ?? []),
      ...loneTranslations(besides(path, read.newsroom.sources)).filter(diagnostic => diagnostic.path === path),
      ...staleTranslations(read.newsroom.articles, site).filter(diagnostic => diagnostic.path === path),
      ...(owner && body ? remarksBetween(previewed, owner, body.outline) : []),
    ],
    previewed,
  )
}

/** What shows only beside the stories that a body refers to. */
function remarksBetween(
  { owners, site, edition, read }: Previewed,
  owner: Article | StandingPage,
  outline: Outline | undefined,
): readonly Diagnostic[] {
  const referred = new Set((outline?.references ?? []).flatMap(({ path }) => owners.get(path) ?? []))
  const own = { owner, outline }
  const others = [...referred].filter(other => other !== owner).map(other => ({ owner: other, outline: undefined }))
  return [
    ...deadAnchors([own]),
    ...linksTooEarly([own, ...others], {
      asOf: edition.asOf,
      timezone: site.timezone,
      waiting: new Set(edition.waiting.map(({ path }) => path)),
    }),
    ...largeImages([own], path => {
      const file = read.files.get(path)
      return file && publishedFile(file)
    }),
  ]
}

/** The article files of the same folder. */
function besides(path: SourcePath, sources: ReadonlySet<SourcePath>): ReadonlySet<SourcePath> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  return new Set([...sources].filter(other => other.startsWith(folder) && !other.includes('/', folder.length)))
}

/** At their places, in their order, each once: reading and looking closer find some of them twice. */
export function inOrder(diagnostics: readonly Diagnostic[], { read }: Previewed): readonly Diagnostic[] {
  const placed = atTheirPlaces(diagnostics, read.files)
  return [...new Map(placed.map(diagnostic => [JSON.stringify(diagnostic), diagnostic])).values()].sort(byPlace)
}
