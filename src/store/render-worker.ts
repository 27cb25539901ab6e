import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { bodyOf } from '../article/cut-front-matter.ts'
import { renderEntry } from '../feed/entry.ts'
import { renderBody } from '../markdown/render-body.ts'
import { type RenderedBody, withBase } from '../model/body.ts'
import { renderPage } from '../page/render-page.ts'
import type { Link } from '../plan/plan-publish.ts'
import { isSystemError } from './environment-error.ts'
import type { BodySource, RenderResult, RenderSetup, RenderTask } from './render-task.ts'
import { stageFile } from './stage-file.ts'
import { leadsIn } from './targets.ts'

/** What the pool sends: the setup of a publish, or a batch of its tasks. */
export type ToWorker =
  | { readonly setup: RenderSetup }
  | { readonly tasks: readonly { readonly index: number; readonly task: RenderTask }[] }

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
  let render: ((task: RenderTask) => RenderResult) | undefined
  port.on('message', (message: ToWorker) => {
    if ('setup' in message) {
      render = renderer(message.setup)
      return
    }
    for (const { index, task } of message.tasks) {
      Atomics.store(at, AT_TASK, index + 1)
      port.postMessage(attempt(index, () => render?.(task)))
    }
    Atomics.store(at, AT_TASK, 0)
  })
}

function attempt(index: number, render: () => RenderResult | undefined): FromWorker {
  try {
    return { index, result: render(), fault: undefined }
  } catch (error) {
    return { index, result: undefined, fault: faultOf(error) }
  }
}

function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { message: String(error), code: undefined, stack: undefined }
  return { message: error.message, code: 'code' in error ? String(error.code) : undefined, stack: error.stack }
}

function renderer({ site, targets }: RenderSetup): (task: RenderTask) => RenderResult {
  const leads = leadsIn(targets)
  return ({ page, body, entry, place }) => {
    const links: Link[] = []
    const rendered = body && renderSource(body, { links, leads })
    if (rendered === 'changed') return { kind: 'changed' }
    if (rendered?.diagnostics.some(({ severity }) => severity === 'error'))
      return { kind: 'failed', diagnostics: rendered.diagnostics }
    const html = rendered?.html ?? ''
    const made = page && place && stageFile(renderPage(page, { site, body: withBase(html, site.basePath) }), place)
    const absolute = entry && withBase(html, site.origin + site.basePath)
    return {
      kind: 'rendered',
      made,
      entry: entry && absolute !== undefined ? renderEntry({ ...entry, body: absolute, site }) : undefined,
      links,
      diagnostics: rendered?.diagnostics ?? [],
    }
  }
}

function renderSource(
  body: BodySource,
  { links, leads }: { readonly links: Link[]; readonly leads: ReturnType<typeof leadsIn> },
): RenderedBody | 'changed' {
  const bytes = body.replaced ?? readOrNothing(body.onDisk)
  if (bytes === undefined || hash('sha256', bytes, 'hex') !== body.hash) return 'changed'
  return renderBody(bodyOf(bytes, body.bodyLine), {
    path: body.path,
    bodyLine: body.bodyLine,
    permalink: body.permalink,
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
