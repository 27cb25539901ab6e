import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Contender, type Newsroom, storyFile, storyPage } from './lay-out.ts'
import { PATIENCE_MS, type Resident, startResident, untilQuiet } from './resident.ts'
import { newestWrite } from './written-files.ts'

/** How long resident publishers took, edit by edit, from the saved file to the page on the disk, and to the last file written for it. */
export interface Delays {
  readonly publisher: string
  readonly stories: number
  readonly pageMs: readonly number[]
  readonly allMs: readonly number[]
}

// What has long been running has its code compiled: the first edits of a process take twice as long as those that follow.
const WARM_UP = 4

/**
 * Starts every contender that can stay, and edits one body after another, the contenders in turns. Before each edit all is quiet, and
 * after it the body is put back as it was. Nobody's first edits count.
 */
export async function measureResident(newsroom: Newsroom, rounds: number): Promise<readonly Delays[]> {
  await using residents = new AsyncDisposableStack()
  const each: { contender: Contender; resident: Resident; delays: Delay[] }[] = []
  for (const contender of newsroom.contenders) {
    const { watch } = contender.publisher
    if (watch) each.push({ contender, resident: residents.use(await startResident(watch, contender.dir)), delays: [] })
  }
  const { plan } = newsroom
  for (let round = 0; round < WARM_UP + rounds; round++) {
    const at = { plan, index: (Math.floor(plan.count / 3) + round) % plan.count }
    for (const { contender, resident, delays } of each) {
      const edit = {
        file: storyFile(contender, at),
        page: storyPage(contender, at),
        out: join(contender.dir, contender.publisher.out),
      }
      const delay = await editOnce(edit, resident)
      if (round >= WARM_UP) delays.push(delay)
    }
  }
  return each.map(({ contender, delays }) => ({
    publisher: contender.publisher.name,
    stories: plan.count,
    pageMs: delays.map(({ pageMs }) => pageMs),
    allMs: delays.map(({ allMs }) => allMs),
  }))
}

interface Delay {
  readonly pageMs: number
  readonly allMs: number
}

async function editOnce(
  { file, page, out }: { readonly file: string; readonly page: string; readonly out: string },
  { pid }: Resident,
): Promise<Delay> {
  await untilQuiet(pid)
  const body = readFileSync(file, 'utf8')
  const mark = `Edited as ${crypto.randomUUID()}.`
  writeFileSync(file, `${body}\n${mark}\n`)
  const savedMs = performance.now()
  const savedAt = Date.now()
  await untilPage(page, text => text.includes(mark))
  const pageMs = performance.now() - savedMs
  await untilQuiet(pid)
  const allMs = Math.max(pageMs, (await newestWrite(out)) - savedAt)
  writeFileSync(file, body)
  await untilPage(page, text => !text.includes(mark))
  return { pageMs, allMs }
}

/** Looks at a page every millisecond, and reads it whenever it is another file or was written. */
async function untilPage(page: string, isSo: (text: string) => boolean): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS
  for (let seen = ''; performance.now() < endMs; await setTimeout(1)) {
    const stat = statSync(page, { bigint: true, throwIfNoEntry: false })
    const version = `${stat?.ino}:${stat?.mtimeNs}:${stat?.size}`
    if (version === seen) continue
    seen = version
    if (stat && isSo(readFileSync(page, 'utf8'))) return
  }
  throw new Error(`${page} did not change`)
}
