import type { articleParser, Parsed } from '../article/parse-article.ts'
import type { SourceVersion } from '../model/article.ts'
import type { ListedFile } from './list-files.ts'
import { readSource } from './read-newsroom.ts'

/** A story or page as it was read from its file. */
export type ParsedStory = Parsed & { readonly story: NonNullable<Parsed['story']> }

/** A file read again, where nothing but its body changed and nothing in it was or is wrong; undefined where there is more to it. */
export function editedBody(
  { path, onDisk }: ListedFile,
  { before, parse }: { readonly before: Parsed | undefined; readonly parse: ReturnType<typeof articleParser> },
): ParsedStory | undefined {
  const source = before?.story && readSource(onDisk, path)
  if (!before?.story || !source || 'severity' in source) return undefined
  const { story, diagnostics } = parse(source)
  const isPlain = before.diagnostics.length + diagnostics.length === 0
  // Where lines moved, what is told of the front matter stands at others.
  const isSame = ({ facts, bodyLine }: SourceVersion): boolean =>
    facts === before.story?.source.facts && bodyLine === before.story.source.bodyLine
  return isPlain && story && isSame(story.source) ? { story, diagnostics } : undefined
}
