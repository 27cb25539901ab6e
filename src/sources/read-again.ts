import type { articleParser, Parsed } from '../article/parse-article.ts'
import type { ListedFile } from './list-files.ts'
import { readSource } from './read-newsroom.ts'

/** A story or page as it was read from its file. */
export type ParsedStory = Parsed & { readonly story: NonNullable<Parsed['story']> }

interface Known {
  /** As the file was read before. */
  readonly before: Parsed | undefined
  readonly parse: ReturnType<typeof articleParser>
}

/** A file read again, where nothing in it was or is wrong; else undefined. */
export function readAgain({ path, onDisk }: ListedFile, { before, parse }: Known): ParsedStory | undefined {
  const source = before?.story && readSource({ path, onDisk })
  if (!before?.story || !source || 'severity' in source) return undefined
  const { story, diagnostics } = parse(source)
  const isPlain = before.diagnostics.length + diagnostics.length === 0
  return isPlain && story ? { story, diagnostics } : undefined
}
