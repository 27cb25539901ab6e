import { cutFrontMatter } from '../article/cut-front-matter.ts'
import { type Place, readYaml } from '../fields/read-yaml.ts'
import type { SourcePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { isSystemError } from '../platform/environment-error.ts'
import { readIfThere, type Within } from '../platform/open-within.ts'
import type { ListedFile } from './list-files.ts'

type PlaceOf = (path: readonly (string | number)[]) => Place

/**
 * Mistakes that only show once the whole newsroom is known, two stories with one id say, at the line of the field concerned. The
 * fields are read again for them: they are few, and places kept of every field would grow with the newsroom.
 */
export function atTheirPlaces(
  diagnostics: readonly Diagnostic[],
  files: { readonly get: (path: SourcePath) => Pick<ListedFile, 'onDisk'> | undefined },
): readonly Diagnostic[] {
  const known = new Map<SourcePath, PlaceOf | undefined>()
  return diagnostics.map(diagnostic => {
    const field = fieldOf(diagnostic)
    if (field === undefined) return diagnostic
    const { path } = diagnostic
    if (!known.has(path)) known.set(path, placesIn(path, files.get(path)?.onDisk))
    return { ...diagnostic, ...known.get(path)?.(field.split('.')) }
  })
}

/** The field whose place is not known yet. An address that somebody else has may be the slug's. */
function fieldOf({ code, line, column, field }: Diagnostic): string | undefined {
  // The parser itself has looked for a place of what is missing.
  if (line !== 1 || column !== 1 || code === 'missing-field') return undefined
  return field ?? (code === 'same-address' || code === 'reserved-name' ? 'slug' : undefined)
}

/** Of an article's front matter, or of a file that is YAML as a whole. */
function placesIn(path: SourcePath, onDisk: string | undefined): PlaceOf | undefined {
  const bytes = onDisk === undefined ? undefined : readOrNothing({ path, onDisk })
  if (!bytes) return undefined
  if (path.endsWith('.md')) {
    const cut = cutFrontMatter(bytes)
    return 'message' in cut ? undefined : cut.fields.placeOf
  }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  const yaml = path.endsWith('.yaml') ? readYaml(text.replace(/\r\n?/g, '\n')) : undefined
  return yaml && 'placeOf' in yaml ? yaml.placeOf : undefined
}

/** A file that went away meanwhile, or cannot be read: the first line is as good a place as any. */
function readOrNothing(file: Within): Buffer | undefined {
  try {
    return readIfThere(file)
  } catch (error) {
    if (isSystemError(error, 'EACCES', 'EPERM', 'EIO')) return undefined
    throw error
  }
}
