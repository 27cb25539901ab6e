import type { Site } from '../model/site.ts'
import type { Theme } from '../model/theme.ts'
import { isArticleFile, type ListedFile } from './list-files.ts'
import type { RenderPool } from './render-pool.ts'
import { MAKES_NOTHING, type ReadTask } from './render-task.ts'
import type { SourceMemory } from './source-memory.ts'
import { NO_TARGETS } from './targets.ts'

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
  }: {
    readonly site: Site
    /** No part of what is read: threads that have loaded it stay. */
    readonly theme: Theme | undefined
    readonly memory: SourceMemory
    readonly pool: RenderPool
  },
): Promise<SourceMemory> {
  const changed = files.filter(({ path, mark }) => isArticleFile(path) && memory.articles.get(path)?.mark !== mark)
  if (changed.length < WORTH_SHARING) return memory
  const tasks = changed.map(
    ({ path, onDisk }) =>
      (): ReadTask => ({ kind: 'read', path, onDisk }),
  )
  const results = await pool.render({ ...MAKES_NOTHING, site, theme, targets: NO_TARGETS }, { tasks, onProgress: () => {} })
  const articles = new Map(memory.articles)
  for (const [index, { path, mark }] of changed.entries()) {
    const result = results[index]
    if (result?.kind === 'read' && result.parsed) articles.set(path, { mark, value: result.parsed })
  }
  return { ...memory, articles }
}
