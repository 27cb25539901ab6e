import { hash } from 'node:crypto'
import { existsSync, lstatSync, realpathSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { likelyMeant } from '../fields/unknown-field.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { TEMPLATE_NAMES, type TemplateName, type Theme } from '../model/theme.ts'
import { EnvironmentError } from '../platform/environment-error.ts'
import { ifThere } from '../platform/if-there.ts'
import { readIfThere } from '../platform/open-within.ts'
import { type ListedFile, type Listing, listFiles } from '../sources/list-files.ts'
import { isWithin, type Paths } from '../state/paths.ts'

const STYLES = ['style', 'style-end']
const EXTENSIONS = ['.ts', '.js', '.mjs']

/** Where a theme stands, and whether it must. */
export type ThemePaths = Pick<Paths, 'theme' | 'isThemeNamed' | 'articles'>

/**
 * The operator's theme as it stands now; undefined where there is none and none is named. Nothing of it is run here.
 * @throws EnvironmentError when it stands where authors can write, or is named and not there
 */
export function readTheme({ theme: root, isThemeNamed, articles }: ThemePaths): Theme | undefined {
  if (!existsSync(root)) {
    // What nobody named may be left out, but for a link that leads nowhere.
    if (!isThemeNamed && !ifThere(() => lstatSync(root))) return undefined
    throw new EnvironmentError('no-theme', `there is no theme at ${root}`, {
      remedy: 'put its folder back, or mount it again; or see what theme in courant.yaml names',
    })
  }
  refuseAmongArticles(root, articles)
  const { files, diagnostics } = ownFiles(root)
  const path = relative(articles, root).split(sep).join('/')
  // A file that an editor is about to replace may be gone for a moment: what saves it tells of it.
  const contents = files.map(file => [file.path, readIfThere(file)] as const)
  const text = (name: string): string | undefined => contents.find(([path]) => path === name)?.[1]?.toString()
  return {
    // As modules know themselves.
    root: realpathSync(root),
    path,
    version: versionOf(contents),
    templates: Object.fromEntries(templatesIn(files)),
    style: text('style.css'),
    styleEnd: text('style-end.css'),
    diagnostics: [
      ...diagnostics.map(diagnostic => ({ ...diagnostic, path: `${path}/${diagnostic.path}` })),
      ...files.flatMap(file => misnamed(file, path)),
    ],
  }
}

/** The files of a theme but for packages that it brings, of which there may be thousands. */
export function ownFiles(root: string): Listing {
  const listing = listFiles(root)
  const isOwn = ({ path }: { readonly path: string }): boolean => !path.startsWith('node_modules/')
  return { ...listing, files: listing.files.filter(isOwn), diagnostics: listing.diagnostics.filter(isOwn) }
}

/** Where authors may write, nothing is run: a theme there, by whatever way, would let them; and so would one that they stand in. */
function refuseAmongArticles(theme: string, articles: string): void {
  const [own, authors] = [theme, articles].map(path => ifThere(() => realpathSync(path)))
  if (own === undefined || authors === undefined || !(isWithin(own, authors) || isWithin(authors, own))) return
  throw new EnvironmentError('theme-among-articles', `the theme stands among the articles: ${theme}`, {
    remedy: 'let neither stand in the other: what authors can write must run nothing',
  })
}

function versionOf(contents: readonly (readonly [path: string, bytes: Buffer | undefined])[]): string {
  const hashes = contents.map(([path, bytes]) => [path, bytes && hash('sha256', bytes, 'hex')])
  return hash('sha256', JSON.stringify(hashes), 'base64url').slice(0, 22)
}

/** The first of several files for one template goes before: `.ts`, then `.js`, then `.mjs`. */
function templatesIn(files: readonly ListedFile[]): readonly (readonly [TemplateName, string])[] {
  const names = new Set(files.map(({ path }) => path))
  return TEMPLATE_NAMES.flatMap(name => {
    const file = EXTENSIONS.map(extension => name + extension).find(file => names.has(file))
    return file === undefined ? [] : [[name, file] as const]
  })
}

/** A file that is nearly named as a template does nothing, which nobody would be told. */
function misnamed({ path }: ListedFile, root: string): readonly Diagnostic[] {
  const [, name = '', extension = ''] = /^([^/]+?)(\.[^./]+)$/.exec(path) ?? []
  const known: readonly string[] = extension === '.css' ? STYLES : EXTENSIONS.includes(extension) ? TEMPLATE_NAMES : []
  if (TYPES_FILES.includes(path) || known.includes(name)) return []
  const meant = likelyMeant(name, known)
  if (meant === undefined) return []
  const message = `there is no template "${name}"`
  const remedy = `did you mean ${meant}${extension}? If it belongs to another file of the theme, move it into a folder in there`
  return [{ severity: 'warning', code: 'theme', path: `${root}/${path}`, line: 1, column: 1, message, remedy }]
}

/** Types for editors, which `courant theme` writes. */
export const TYPES_FILES: readonly string[] = ['types.ts', 'page-types.ts']

/** Where a file of a theme stands on this disk. */
export function themeFile({ root }: Pick<Theme, 'root'>, file: string): string {
  return join(root, file)
}
