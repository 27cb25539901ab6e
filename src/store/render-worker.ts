import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type MessagePort, parentPort, threadId, workerData } from 'node:worker_threads'
import { bodyOf } from '../article/cut-front-matter.ts'
import { renderEntry } from '../feed/entry.ts'
import { newsFeed, writeFeed } from '../feed/news-feed.ts'
import { renderBody } from '../markdown/render-body.ts'
import { type RenderedBody, withBase } from '../model/body.ts'
import { renderPage } from '../page/render-page.ts'
import type { Link } from '../plan/plan-publish.ts'
import { diffItems } from '../plan/subscriber-diff.ts'
import { DamagedStore, EntryReader, EntryWriter } from './entry-store.ts'
import { isSystemError } from './environment-error.ts'
import { itemsOf, readItems } from './read-items.ts'
import type { BodySource, FeedTask, InspectTask, PageTask, RenderResult, RenderSetup, RenderTask } from './render-task.ts'
import { stageFile } from './stage-file.ts'
import { leadsIn } from './targets.ts'

/** What the pool sends: the setup of a run, a batch of its tasks, or that the run is over. */
export type ToWorker =
  | { readonly setup: RenderSetup }
  | { readonly tasks: readonly { readonly index: number; readonly task: RenderTask }[] }
  | { readonly over: true }

/** What comes back: a task's result, or a fault of the machine's that ends the publish. */
export interface FromWorker {
  readonly index: number
  readonly result: RenderResult | undefined
  readonly fault: Fault | undefined
}

/** An error in plain parts: sent between threads as it is, it would lose its `code`. */
interface Fault {
  readonly message: string
  readonly code: string | undefined
  readonly stack: string | undefined
}

/** Slot of the shared numbers in which a worker says which task it is at, plus one; 0 for none. */
export const AT_TASK = 0

/** Renders tasks until the pool ends the thread. One task at a time: the pool ends a thread whose task takes too long. */
function serve(port: MessagePort, at: Int32Array): void {
  let run: Run | undefined
  port.on('message', (message: ToWorker) => {
    if ('tasks' in message) {
      for (const { index, task } of message.tasks) {
        Atomics.store(at, AT_TASK, index + 1)
        port.postMessage(attempt(index, () => run?.render(task)))
      }
      Atomics.store(at, AT_TASK, 0)
      return
    }
    run?.[Symbol.dispose]()
    run = 'setup' in message ? new Run(message.setup) : undefined
  })
}

function attempt(index: number, render: () => RenderResult | undefined): FromWorker {
  try {
    return { index, result: render(), fault: undefined }
  } catch (error) {
    if (error instanceof DamagedStore) return { index, result: { kind: 'damaged' }, fault: undefined }
    return { index, result: undefined, fault: faultOf(error) }
  }
}

function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { message: String(error), code: undefined, stack: undefined }
  return { message: error.message, code: 'code' in error ? String(error.code) : undefined, stack: error.stack }
}

/** A run of tasks that share a setup. */
class Run implements Disposable {
  readonly #setup: RenderSetup
  readonly #leads: ReturnType<typeof leadsIn>
  readonly #reader: EntryReader
  #writer: EntryWriter | undefined

  constructor(setup: RenderSetup) {
    this.#setup = setup
    this.#leads = leadsIn(setup.targets)
    this.#reader = new EntryReader(setup.entries)
  }

  render(task: RenderTask): RenderResult {
    if (task.kind === 'inspect') return this.#inspect(task)
    return task.kind === 'feed' ? this.#write(task) : this.#render(task)
  }

  #inspect({ body }: InspectTask): RenderResult {
    const rendered = renderSource(body, { links: [], leads: this.#leads, thorough: true })
    if (rendered === 'changed') return { kind: 'changed' }
    return { kind: 'inspected', diagnostics: rendered.diagnostics, outline: rendered.outline }
  }

  #render({ page, body, entry, place }: PageTask): RenderResult {
    const { site } = this.#setup
    const links: Link[] = []
    const rendered = body && renderSource(body, { links, leads: this.#leads })
    if (rendered === 'changed') return { kind: 'changed' }
    const diagnostics = rendered?.diagnostics ?? []
    if (diagnostics.some(({ severity }) => severity === 'error')) return { kind: 'failed', diagnostics }
    const html = rendered?.html ?? ''
    const made = page && place && stageFile(renderPage(page, { site, body: withBase(html, site.basePath) }), place)
    const absolute = withBase(html, site.origin + site.basePath)
    const stored = entry && this.#entryWriter().add(renderEntry({ ...entry, body: absolute, site }))
    return { kind: 'rendered', made, entry: stored, links, diagnostics }
  }

  #write({ document, entries, places }: FeedTask): RenderResult {
    const feed = newsFeed(document, {
      entries: entries.map(entry => ('pack' in entry ? this.#reader.read(entry) : entry)),
      site: this.#setup.site,
      hub: this.#setup.hub,
    })
    const texts = places.map(({ format, ...place }) => ({ format, place, text: writeFeed(feed, format) }))
    const polled = document.archive === undefined ? texts.find(({ format }) => format === 'json') : undefined
    const diff = polled && diffItems(readItems(polled.place.out), itemsOf(polled.text))
    return {
      kind: 'written',
      diff,
      made: texts.map(({ place, text }) => stageFile(text, { ...place, sync: document.archive === undefined })),
    }
  }

  #entryWriter(): EntryWriter {
    this.#writer ??= new EntryWriter(this.#setup.entries[0], `${this.#setup.pack}-${threadId}`)
    return this.#writer
  }

  [Symbol.dispose](): void {
    this.#writer?.[Symbol.dispose]()
    this.#reader[Symbol.dispose]()
  }
}

function renderSource(
  body: BodySource,
  {
    links,
    leads,
    thorough = false,
  }: { readonly links: Link[]; readonly leads: ReturnType<typeof leadsIn>; readonly thorough?: boolean },
): RenderedBody | 'changed' {
  const bytes = body.replaced ?? readOrNothing(body.onDisk)
  if (bytes === undefined || hash('sha256', bytes, 'hex') !== body.hash) return 'changed'
  return renderBody(bodyOf(bytes, body.bodyLine), {
    path: body.path,
    bodyLine: body.bodyLine,
    permalink: body.permalink,
    thorough,
    resolve: target => {
      const lead = leads(body.path, target)
      links.push({ target, led: lead.mark })
      return lead.target
    },
  })
}

function readOrNothing(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file)
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined
    throw error
  }
}

if (parentPort) serve(parentPort, workerData)
