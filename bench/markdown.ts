import { Marked } from 'marked'
import { GuardedTokenizer } from '../src/markdown/guarded-tokenizer.ts'
import { type BodyContext, renderBody } from '../src/markdown/render-body.ts'
import { writeBody } from './prose.ts'
import { seededRandom } from './random.ts'
import { median } from './statistics.ts'
import { ENGLISH, OTHER_SCRIPTS } from './words.ts'

// Markdown to HTML on one thread: marked with and without our guards, and the whole stage with and without its short cut.

const STORIES = 1000
const ROUNDS = 11

const BODIES = Array.from({ length: STORIES }, (_, index) => bodyAt(index))
const BYTES = BODIES.reduce((total, body) => total + Buffer.byteLength(body), 0)
const CONTEXT: BodyContext = {
  path: '2025/story.md',
  bodyLine: 8,
  permalink: '/2025/story/',
  resolve: () => ({ kind: 'page', path: '/2025/earlier/' }),
}

function bodyAt(index: number): string {
  const random = seededRandom(index)
  const script = random.oneIn(4) ? random.pick(OTHER_SCRIPTS) : ENGLISH
  return writeBody({ random, script, words: random.integer(300, 900), table: random.oneIn(10), link: '/2025/earlier/' })
}

type Render = (body: string) => string

const stock = new Marked({ gfm: true })
const guarded = new Marked({ gfm: true }).setOptions({ tokenizer: new GuardedTokenizer() })

compare('marked', {
  before: ['stock', body => stock.parse(body, { async: false })],
  after: ['with guards', body => guarded.parse(body, { async: false })],
})
compare('whole stage', {
  before: ['always sanitised', body => renderBody(body, CONTEXT, { shortCut: false }).html],
  after: ['with the short cut', body => renderBody(body, CONTEXT).html],
})

/** Times both in turns, so that what else the machine does befalls both alike. Throws where they write different HTML. */
function compare(
  title: string,
  ways: { readonly before: readonly [string, Render]; readonly after: readonly [string, Render] },
): void {
  const [before, after] = [ways.before[1], ways.after[1]]
  if (BODIES.some(body => before(body) !== after(body))) throw new Error(`${title}: the two differ`)
  const pairs = Array.from({ length: ROUNDS }, () => ({ before: time(before), after: time(after) }))
  console.log(`${title}: ${median(pairs.map(pair => pair.before / pair.after)).toFixed(2)} times as fast, same HTML`)
  for (const way of ['before', 'after'] as const) {
    const ms = median(pairs.map(pair => pair[way]))
    const perBody = `${(ms / STORIES).toFixed(3)} ms a body`
    console.log(`  ${ways[way][0].padEnd(18)}  ${perBody}, ${(BYTES / ms / 1000).toFixed(1)} MB/s`)
  }
}

/** Milliseconds of this thread's processor time, which other programs take nothing of. */
function time(render: Render): number {
  const start = process.threadCpuUsage()
  for (const body of BODIES) render(body)
  const { user, system } = process.threadCpuUsage(start)
  return (user + system) / 1000
}
