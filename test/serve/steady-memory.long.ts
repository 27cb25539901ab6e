import { readFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { expect, test } from 'vitest'
import { startCourant, until } from '../cli/courant.ts'
import { type Files, newsroomOf, story, writeFiles } from '../support/newsroom.ts'

/** `COURANT_PUBLISHES=1000 npm run test:long` takes longer, and sees smaller leaks. */
const PUBLISHES = Number(process.env.COURANT_PUBLISHES ?? 400)
const REQUESTS = 100 * PUBLISHES
const STORIES = 50
const MIB = 1024 * 1024
/** What may come on top once it is warm: what is left of rubbish by chance, and nothing that grows. */
const MORE_BYTES = 48 * MIB

/** Every tenth edit is of a headline, for which everything is settled anew. */
function edited(number: number): Files {
  const index = number % STORIES
  const title = number % 10 === 0 ? `Story ${index}, edit ${number}` : `Story ${index}`
  return {
    [`${index}.md`]: story({ title, summary: 'Short.' }, `This is edit ${number}. ${'Words of the story. '.repeat(200)}\n`),
  }
}

test(`courant run holds no more after ${REQUESTS} requests and ${PUBLISHES} publishes than when it was warm`, async () => {
  const newsroom = newsroomOf(Object.assign({}, ...Array.from({ length: STORIES }, (_, index) => edited(index))))
  writeFiles(newsroom.root, { 'courant.yaml': 'schedule: "0 0 1 1 *"\n' })
  newsroom.write({ 'site.yaml': `${readFileSync(`${newsroom.paths.articles}/site.yaml`, 'utf8')}search: false\n` })
  const run = startCourant(['run', '--log', 'text', '--port', '0'], { cwd: newsroom.root })
  const [, address = ''] = await run.says(/^Serving it at (http:\S+)\/ \(/m)
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const ask = (path: string, headers = {}): Promise<string> =>
    new Promise((resolve, reject) => {
      get(address + path, { agent, headers }, response => {
        let text = ''
        response.setEncoding('latin1').on('data', part => {
          text += part
        })
        response.on('end', () =>
          response.statusCode === 404 || response.statusCode === 200 ? resolve(text) : reject(response.statusCode),
        )
      }).on('error', reject)
    })

  let requests = 0
  let published = 0
  const paths = Array.from({ length: STORIES }, (_, index) => `/${index}/`).concat('/', '/feed.rss', '/feed.atom', '/feed.json')
  const read = async (): Promise<void> => {
    // Addresses that nobody will ask for again are among them.
    while (requests < REQUESTS) {
      const number = ++requests
      const path = number % 5 === 0 ? `/never/${number}/` : (paths[number % paths.length] ?? '/')
      await ask(path, number % 2 === 0 ? { 'Accept-Encoding': 'gzip', 'User-Agent': `Reader/${number}` } : {})
    }
  }
  const publish = async (): Promise<void> => {
    while (published < PUBLISHES) {
      const number = published + 1
      newsroom.write(edited(number))
      await until(async () => (await ask(`/${number % STORIES}/`)).includes(`This is edit ${number}.`) || undefined)
      published = number
    }
  }
  const held: { readonly done: number; readonly bytes: number }[] = []
  const watch = setInterval(() => {
    const rss = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${run.pid}/status`, 'utf8'))?.[1]) * 1024
    held.push({ done: Math.min(requests / REQUESTS, published / PUBLISHES), bytes: rss })
  }, 250)
  await Promise.all([publish(), ...Array.from({ length: 8 }, read)])
  clearInterval(watch)
  agent.destroy()

  const medianBetween = (from: number, to: number): number => {
    const within = held.filter(({ done }) => done >= from && done < to).map(({ bytes }) => bytes)
    return within.sort((a, b) => a - b)[Math.floor(within.length / 2)] ?? 0
  }
  const tenths = Array.from({ length: 10 }, (_, tenth) => medianBetween(tenth / 10, (tenth + 1) / 10))
  console.info(`MiB held, in each tenth: ${tenths.map(bytes => Math.round(bytes / MIB)).join(' ')}`)
  expect((tenths[9] ?? 0) - (tenths[3] ?? 0)).toBeLessThan(MORE_BYTES)
})
