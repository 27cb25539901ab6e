import { readFileSync, writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../test/support/browser.ts'
import { type Contender, type Newsroom, storyFile } from './lay-out.ts'
import { type Resident, startResident, untilQuiet } from './resident.ts'

/** How long a preview took, edit by edit, from the saved file to the page that the browser has painted. */
export interface Seen {
  readonly stories: number
  /** A body with a sentence more. */
  readonly bodyMs: readonly number[]
  /** Another title, which settles the newsroom anew. */
  readonly titleMs: readonly number[]
}

/** Runs in the browser on every page: tells what it shows once that is on the screen, by the same clock as ours. */
const TELL = `addEventListener('DOMContentLoaded', () => requestAnimationFrame(() => setTimeout(() => courantSeen({
  at: performance.timeOrigin + performance.now(),
  text: document.querySelector('main')?.textContent ?? '',
}))))`

interface Painted {
  readonly at: number
  readonly text: string
}

/** Opens a story of a resident preview in the tests' browser, and edits it again and again; before each edit all is quiet. */
export async function measurePreview(
  contender: Contender,
  { plan, rounds }: { readonly plan: Newsroom['plan']; readonly rounds: number },
): Promise<Seen> {
  const { preview } = contender.publisher
  if (!preview) throw new Error(`${contender.publisher.name} has no preview`)
  await using resident = await startResident(preview, contender.dir)
  const browser = await launchBrowser()
  try {
    const file = storyFile(contender, { plan, index: Math.floor(plan.count / 3) })
    const page = await browser.newPage()
    const seen = await painted(page)
    await page.goto(addressOf(resident, file, contender))
    const source = readFileSync(file, 'utf8')
    const each = async (edited: (mark: string) => string): Promise<readonly number[]> => {
      const delays: number[] = []
      for (let round = 0; round < rounds; round++) {
        const mark = `Edited as ${crypto.randomUUID()}.`
        delays.push(await editOnce({ file, source: edited(mark), mark }, { seen, resident }))
      }
      return delays
    }
    // One kind after the other: from a title to a body, the title changes back.
    const bodyMs = await each(mark => `${source}\n${mark}\n`)
    const titleMs = await each(mark => source.replace(/^title: .*$/m, `title: ${mark}`))
    writeFileSync(file, source)
    return { stories: plan.count, bodyMs, titleMs }
  } finally {
    await browser.close()
  }
}

function addressOf({ said }: Resident, file: string, { dir }: Contender): string {
  const [, address = ''] = /Open (\S+)\/ to see it/.exec(said) ?? []
  const [, base = '', lang] = /\/articles\/(.*?)(?:\.(\w+))?\.md$/.exec(file.slice(dir.length)) ?? []
  return [address, ...(lang === undefined ? [] : [lang]), base, ''].join('/')
}

/** Waits for a page to be painted with what is looked for. */
async function painted(page: Page): Promise<(mark: string) => Promise<number>> {
  let onPaint: (painted: Painted) => void = () => undefined
  await page.exposeFunction('courantSeen', (painted: Painted) => onPaint(painted))
  await page.addInitScript(TELL)
  return mark =>
    new Promise(resolve => {
      onPaint = ({ at, text }) => {
        if (text.includes(mark)) resolve(at)
      }
    })
}

async function editOnce(
  { file, source, mark }: { readonly file: string; readonly source: string; readonly mark: string },
  { seen, resident }: { readonly seen: (mark: string) => Promise<number>; readonly resident: Resident },
): Promise<number> {
  await untilQuiet(resident.pid)
  const seenAt = seen(mark)
  const savedAt = performance.timeOrigin + performance.now()
  writeFileSync(file, source)
  return (await seenAt) - savedAt
}
