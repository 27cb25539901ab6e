import { readFileSync } from 'node:fs'
import { cutFrontMatter } from '../article/cut-front-matter.ts'
import { type Place, readYaml } from '../fields/read-yaml.ts'
import type { SourcePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { isSystemError } from './environment-error.ts'

/**
 * Diagnostics with the places of their fields, for those that were found when the file was no longer at hand: they name a field and
 * stand at the file's beginning. Only their files are read.
 */
export function withFieldPlaces(
  diagnostics: readonly Diagnostic[],
  files: ReadonlyMap<SourcePath, string>,
): readonly Diagnostic[] {
  const read = new Map<string, PlaceOf>()
  return diagnostics.map(diagnostic => {
    const { path, line, column, field } = diagnostic
    const onDisk = files.get(path)
    if (field === undefined || onDisk === undefined || line > 1 || column > 1) return diagnostic
    const placeOf = read.get(path) ?? placesIn(path, onDisk)
    read.set(path, placeOf)
    return { ...diagnostic, ...placeOf(field.split('.')) }
  })
}

type PlaceOf = (path: readonly string[]) => Place

function placesIn(path: SourcePath, onDisk: string): PlaceOf {
  const bytes = readOrNothing(onDisk)
  if (!bytes) return atTheStart
  if (!path.endsWith('.md')) {
    const yaml = readYaml(
      bytes
        .toString('utf8')
        .replace(/^\uFEFF/, '')
        .replace(/\r\n?/g, '\n'),
    )
    return 'placeOf' in yaml ? yaml.placeOf : atTheStart
  }
  const cut = cutFrontMatter(bytes)
  return 'fields' in cut ? cut.fields.placeOf : atTheStart
}

function readOrNothing(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'EACCES', 'EPERM', 'EIO')) return undefined
    throw error
  }
}

function atTheStart(): Place {
  return { line: 1, column: 1 }
}
