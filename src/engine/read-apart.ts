import type { Parsed, ParsedArticle } from '../article/parse-article.ts'
import { NO_TARGETS } from '../links/targets.ts'
import type { Site } from '../model/site.ts'
import type { Theme } from '../model/theme.ts'
import type { RenderPool } from '../render/render-pool.ts'
import { MAKES_NOTHING, type ReadTask, type RenderResult } from '../render/render-task.ts'
import { isArticleFile, type ListedFile } from '../sources/list-files.ts'
import type { SourceMemory } from '../sources/source-memory.ts'

// Fewer are read in the time that it takes to share them out.
const WORTH_SHARING = 256

/**
 * What is remembered of a newsroom, and the front matter of its articles that changed since, which the rendering threads read: while a
 * newsroom is published for the first time they have nothing else to do. What they cannot read is left to whoever reads the newsroom, and says
 * why.
 */
export async function readApart(
  files: readonly ListedFile[],
  {
    site,
    theme,
    memory,
    pool,
    onRead,
  }: {
    readonly site: Site
    /** No part of what is read: threads that have loaded it stay. */
    readonly theme: Theme | undefined
    readonly memory: SourceMemory
    readonly pool: RenderPool
    /** Told each story as it comes: others are still being read. */
    readonly onRead: (story: ParsedArticle) => void
  },
): Promise<SourceMemory> {
  const changed = files.filter(({ path, mark }) => isArticleFile(path) && memory.articles.get(path)?.mark !== mark)
  if (changed.length < WORTH_SHARING) return memory
  const tasks = function* (): Generator<() => ReadTask> {
    for (const { path, onDisk } of changed) yield () => ({ kind: 'read', path, onDisk })
  }
  const articles = new Map(memory.articles)
  const share = sharing()
  const onResult = (result: RenderResult, index: number): void => {
    const file = changed[index]
    if (!file || result.kind !== 'read' || !result.parsed) return
    const value = share(result.parsed)
    const { story } = value
    articles.set(file.path, { mark: file.mark, value })
    if (story?.kind === 'article') onRead(story)
  }
  const setup = { ...MAKES_NOTHING, site, theme, targets: NO_TARGETS }
  await pool.renderEach(setup, { tasks: tasks(), onResult })
  return { ...memory, articles }
}

const NONE: readonly never[] = []

/**
 * Has stories share the topics, authors and standing texts that they have in common, and one list for whatever they have none of: as they come from the
 * threads each has its own, a tenth of all that is kept of a newsroom.
 */
function sharing(): (parsed: Parsed) => Parsed {
  const known = new Map<string, unknown>()
  const shared = <T>(part: T): T => {
    const key = JSON.stringify(part)
    const same = known.get(key) as T | undefined
    if (same === undefined) known.set(key, part)
    return same ?? part
  }
  const listed = <T>(parts: readonly T[]): readonly T[] => (parts.length > 0 ? parts : NONE)
  return ({ story, diagnostics }) => {
    if (story?.kind !== 'article') return { story, diagnostics }
    const { topics, authors, disclaimer, boilerplate, aliases, attachments, notes, corrections } = story
    return {
      story: {
        ...story,
        topics: topics.map(shared),
        authors: authors.map(shared),
        disclaimer: disclaimer && shared(disclaimer),
        boilerplate: boilerplate && shared(boilerplate),
        aliases: listed(aliases),
        attachments: listed(attachments),
        notes: listed(notes),
        corrections: listed(corrections),
      },
      diagnostics: listed(diagnostics),
    }
  }
}
