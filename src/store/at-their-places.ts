import { readFileSync } from 'node:fs'
import { cutFrontMatter } from '../article/cut-front-matter.ts'
import type { SourcePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { ListedFile } from './list-files.ts'

type PlaceOf = (path: readonly (string | number)[]) => Pick<Diagnostic, 'line' | 'column'>

/**
 * Mistakes that only show once the whole newsroom is known, two stories with one id say, at the line of the field concerned. The
 * front matter is read again for them: they are few, and places kept of every field would grow with the newsroom.
 */
export function atTheirPlaces(
  diagnostics: readonly Diagnostic[],
  files: ReadonlyMap<SourcePath, Pick<ListedFile, 'onDisk'>>,
): readonly Diagnostic[] {
  const known = new Map<SourcePath, PlaceOf | undefined>()
  return diagnostics.map(diagnostic => {
    const field = fieldOf(diagnostic)
    if (field === undefined) return diagnostic
    const { path } = diagnostic
    if (!known.has(path)) known.set(path, placesIn(files.get(path)?.onDisk))
    return { ...diagnostic, ...known.get(path)?.(field.split('.')) }
  })
}

/** The field whose place is not known yet. An address that somebody else has may be the slug's. */
function fieldOf({ code, line, column, field }: Diagnostic): string | undefined {
  // The parser itself has looked for a place of what is missing.
  if (line !== 1 || column !== 1 || code === 'missing-field') return undefined
  return field ?? (code === 'same-address' || code === 'reserved-name' ? 'slug' : undefined)
}

function placesIn(file: string | undefined): PlaceOf | undefined {
  if (file === undefined || !file.endsWith('.md')) return undefined
  try {
    const cut = cutFrontMatter(readFileSync(file))
    return 'message' in cut ? undefined : cut.fields.placeOf
  } catch {
    // It went away meanwhile: the first line is as good a place as any.
    return undefined
  }
}
