import { publishWhole } from '../../src/engine/publish-whole.ts'
import { RenderPool } from '../../src/render/render-pool.ts'
import { pathsOf } from '../../src/state/paths.ts'
import { readTheme } from '../../src/theme/read-theme.ts'

/**
 * Publishes a newsroom in a process of its own: its folder and the instant are the arguments. Not by `courant publish`, which puts a text
 * off that takes a second on a busy machine, and a story that comes out by that has another date.
 */
const [articles = '', out = '', asOf = ''] = process.argv.slice(2)
const paths = pathsOf({ articles, out })
await using pool = new RenderPool({ deadlineMs: 600_000 })
const result = await publishWhole({
  ...{ paths, theme: readTheme(paths), pool, asOf: Number(asOf), record: undefined, hub: undefined },
  ...{ accept: false, onTurnover: 'stop', dryRun: false, onProgress: () => {} },
})
if (result.kind !== 'published') throw new Error(result.kind)
