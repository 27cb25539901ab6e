import { hash } from 'node:crypto'
import { type MessagePort, parentPort, threadId, workerData } from 'node:worker_threads'
import { bodyOf } from '../article/cut-front-matter.ts'
import { articleParser } from '../article/parse-article.ts'
import { type Entry, renderEntry } from '../feed/entry.ts'
import { feedOf } from '../feed/news-feed.ts'
import { suggestingLeads } from '../links/suggest-targets.ts'
import { leadsIn, type PackedTargets, type Targets, targetsIn } from '../links/targets.ts'
import { excerptOf } from '../markdown/excerpt.ts'
import { renderBody } from '../markdown/render-body.ts'
import { type RenderedBody, withBase } from '../model/body.ts'
import { type Made, stageFile } from '../output/stage-file.ts'
import type { ResponsiveImage } from '../page/responsive-images.ts'
import type { Link } from '../plan/plan-publish.ts'
import { diffItems } from '../plan/subscriber-diff.ts'
import { bytesIfThere } from '../platform/if-there.ts'
import { FolderReader, readIfThere } from '../platform/open-within.ts'
import { Scratch } from '../platform/scratch.ts'
import { faultOf, type ThreadFault } from '../platform/thread-fault.ts'
import { readSource as readArticle } from '../sources/read-newsroom.ts'
import { GoodWriter } from '../state/last-good.ts'
import type { Broken, LoadedTheme } from '../theme/load-theme.ts'
import { renderThemed } from '../theme/render-themed.ts'
import { needsTheme, ThemeLoader } from '../theme/theme-loader.ts'
import { DamagedStore, type EntryBytes, EntryMemory, EntryReader, EntryWriter } from './entry-store.ts'
import { HighlighterWanted, highlight, loadHighlighter } from './lazy-highlighter.ts'
import { itemOf, readItems } from './read-items.ts'
import { pageBody, renderSource } from './render-source.ts'
import type {
  Asked,
  BodySource,
  FeedTask,
  InspectTask,
  PageTask,
  Place,
  ReadTask,
  RenderResult,
  RenderSetup,
  RenderTask,
  ShowTask,
} from './render-task.ts'

/** What the pool sends: the setup of a run, a batch of its tasks (`NumberedTask[]` as JSON), or that the run is over; between runs, files to look at. */
export type ToWorker =
  | {
      readonly setup: Omit<RenderSetup, 'targets'>
      /** Templates of the theme that ended a thread. */
      readonly broken: Broken
      /** Left out where they are those of the run before. */
      readonly targets: PackedTargets | undefined
    }
  | { readonly tasks: string }
  | { readonly over: true }

/** A task of a run, by its place among them. */
export interface NumberedTask {
  readonly index: number
  readonly task: RenderTask
}

/** What comes back for each task of a batch, as JSON: its result, or a fault of the machine's that ends the publish. */
export interface FromWorker {
  readonly index: number
  readonly result: RenderResult | undefined
  readonly fault: ThreadFault | undefined
}

/** Slot of the shared numbers in which a worker says which task it is at, plus one; 0 for none. */
export const AT_TASK = 0

/** Slot in which a worker says which template of the theme it is at, by its place among all plus one; 0 for none. */
export const AT_TEMPLATE = 1

/** Renders tasks until the pool ends the thread. One task at a time: the pool ends a thread whose task takes too long. */
function serve(port: MessagePort, at: Int32Array): void {
  let run: Run | undefined
  let targets: Targets | undefined
  const themes = new ThemeLoader(place => Atomics.store(at, AT_TEMPLATE, place))
  let done = Promise.resolve()
  const take = async (message: ToWorker): Promise<void> => {
    if ('tasks' in message) {
      const tasks: readonly NumberedTask[] = JSON.parse(message.tasks)
      const attempts: FromWorker[] = []
      for (const { index, task } of tasks) {
        Atomics.store(at, AT_TASK, index + 1)
        attempts.push(await attempt(index, async () => run?.render(task, needsTheme(task) ? await themes.load() : undefined)))
      }
      Atomics.store(at, AT_TASK, 0)
      run?.closeFolder()
      port.postMessage(JSON.stringify(attempts))
      return
    }
    run?.[Symbol.dispose]()
    if ('setup' in message) {
      targets = message.targets ? targetsIn(message.targets) : targets
      themes.use(message.setup.theme, message.broken)
    }
    run = 'setup' in message && targets ? new Run({ ...message.setup, targets }) : undefined
  }
  // One message after the other, also while something loads.
  port.on('message', (message: ToWorker) => {
    done = done.then(() => take(message))
  })
}

async function attempt(index: number, render: () => Promise<RenderResult | undefined>): Promise<FromWorker> {
  try {
    return { index, result: await render(), fault: undefined }
  } catch (error) {
    if (error instanceof HighlighterWanted) {
      await loadHighlighter()
      return attempt(index, render)
    }
    if (error instanceof DamagedStore) return { index, result: { kind: 'damaged' }, fault: undefined }
    return { index, result: undefined, fault: faultOf(error) }
  }
}

/** For what is made: one task is at work at a time. */
const scratch = new Scratch()

/** One edit of a story follows another. */
const entryMemory = new EntryMemory()

/** A run of tasks that share a setup. */
class Run implements Disposable {
  readonly #setup: RenderSetup
  readonly #leads: ReturnType<typeof leadsIn>
  readonly #reader: EntryReader
  #writer: EntryWriter | undefined
  #good: GoodWriter | undefined
  #parse: ReturnType<typeof articleParser> | undefined
  readonly #folder = new FolderReader()

  constructor(setup: RenderSetup) {
    this.#setup = setup
    this.#leads = leadsIn(setup.targets)
    this.#reader = new EntryReader(setup.entries, setup.keepsEntries ? entryMemory : undefined)
  }

  render(task: RenderTask, loaded: LoadedTheme | undefined): RenderResult {
    if (task.kind === 'read') return this.#read(task)
    if (task.kind === 'inspect') return this.#inspect(task)
    if (task.kind === 'show') return this.#show(task, loaded)
    return task.kind === 'feed' ? this.#write(task) : this.#render(task, loaded)
  }

  #read({ path, onDisk }: ReadTask): RenderResult {
    const source = readArticle({ path, onDisk }, this.#folder.read)
    if ('severity' in source) return { kind: 'read', parsed: undefined }
    this.#parse ??= articleParser({ site: this.#setup.site, excerptOf })
    return { kind: 'read', parsed: this.#parse(source) }
  }

  #inspect({ body, presuming }: InspectTask): RenderResult {
    const source = readSource(body, this.#folder)
    if (source === undefined) return { kind: 'changed' }
    const { diagnostics, outline, asked } = presuming
      ? lookPresuming(source, body)
      : { ...this.#look(source, body, undefined), asked: [] }
    return { kind: 'inspected', diagnostics, outline, asked }
  }

  #show({ page, body, as }: ShowTask, loaded: LoadedTheme | undefined): RenderResult {
    const { site } = this.#setup
    const source = body && readSource(body, this.#folder)
    if (body && source === undefined) return { kind: 'changed' }
    const rendered = body && source && this.#look(source, body, site.typography ? page.head.lang : undefined)
    const inSite = (base: string): string => withBase(rendered?.html ?? '', base)
    const entry =
      as === 'entry' && page.kind === 'article'
        ? renderEntry({ ...page, translations: page.head.translations, body: inSite(site.origin + site.basePath), site })
        : undefined
    const { html, faults } = entry
      ? { html: '', faults: [] }
      : renderThemed(page, { site, body: inSite(site.basePath), loaded })
    return { kind: 'shown', html, entry, faults, diagnostics: rendered?.diagnostics ?? [], outline: rendered?.outline }
  }

  #render({ page, body, entry, place, restyled }: PageTask, loaded: LoadedTheme | undefined): RenderResult {
    const { site } = this.#setup
    const links: Link[] = []
    const images = new Map<string, ResponsiveImage>()
    const source = body && readSource(body, this.#folder)
    const rendered =
      body &&
      (source === undefined
        ? 'changed'
        : renderSource(source, {
            body,
            links,
            images,
            leads: this.#leads,
            typography: site.typography ? page.head.lang : undefined,
          }))
    if (rendered === 'changed') return { kind: 'changed' }
    const diagnostics = rendered?.diagnostics ?? []
    if (diagnostics.some(({ severity }) => severity === 'error')) return { kind: 'failed', diagnostics }
    if (body && source && body.replaced === undefined && place?.stage !== undefined) this.#goodWriter()?.add(body.path, source)
    const html = rendered?.html ?? ''
    const themed = place && renderThemed(page, { site, body: pageBody(html, { images, site }), loaded })
    const made =
      themed && place && stagePage(scratch.join([themed.html]), { place, stays: restyled && themed.faults.length > 0 })
    const absolute = withBase(html, site.origin + site.basePath)
    const stored =
      entry && page.kind === 'article'
        ? this.#entryWriter().add(renderEntry({ ...page, translations: page.head.translations, body: absolute, site }), page)
        : undefined
    return { kind: 'rendered', made, entry: stored, links, diagnostics: [...diagnostics, ...(themed?.faults ?? [])] }
  }

  /** For authors alone: with what could be better, and no account of what it refers to. */
  #look(source: Uint8Array, body: BodySource, typography: string | undefined): RenderedBody {
    const leads = suggestingLeads(this.#leads, this.#setup.targets)
    return renderSource(source, { body, links: [], images: new Map(), leads, thorough: true, typography })
  }

  #write({ head, entries, places, compares }: FeedTask): RenderResult {
    const { site, hub } = this.#setup
    const feed = feedOf(head, { entries, site, hub })
    const stored = this.#reader.read(entries.filter(entry => 'pack' in entry)).values()
    const read = entries.flatMap(entry => ('pack' in entry ? (stored.next().value ?? []) : bytesOf(entry)))
    const polled = compares && head.archive === undefined ? places.find(({ format }) => format === 'json') : undefined
    const diff =
      polled &&
      diffItems(
        readItems(polled.out, scratch),
        read.map(({ json }) => itemOf(json)),
      )
    const made = places.map(({ format, ...place }) => {
      const items = read.map(entry => entry[format])
      return stageFile(scratch.join(feed.document(format, items)), place)
    })
    return { kind: 'written', diff, made }
  }

  #goodWriter(): GoodWriter | undefined {
    const { good } = this.#setup
    if (good !== undefined) this.#good ??= new GoodWriter(good, scratch)
    return this.#good
  }

  #entryWriter(): EntryWriter {
    this.#writer ??= new EntryWriter(this.#setup.entries[0], `${this.#setup.pack}-${threadId}`, scratch)
    return this.#writer
  }

  /** Closes the folder of the file that was read last: after each batch, so that none is held for long. */
  closeFolder(): void {
    this.#folder.close()
  }

  [Symbol.dispose](): void {
    this.closeFolder()
    this.#writer?.[Symbol.dispose]()
    this.#good?.[Symbol.dispose]()
    this.#reader[Symbol.dispose]()
  }
}

/** The bytes that pass one read; undefined when the file is another by now. */
function readSource({ path, onDisk, replaced, hash: expected }: BodySource, folder: FolderReader): Uint8Array | undefined {
  const bytes = replaced === undefined ? readIfThere({ path, onDisk }, folder.read) : Buffer.from(replaced)
  return bytes !== undefined && hash('sha256', bytes, 'hex') === expected ? bytes : undefined
}

function bytesOf({ rss, atom, json }: Entry): EntryBytes {
  return { rss: Buffer.from(rss), atom: Buffer.from(atom), json: Buffer.from(json) }
}

if (parentPort) serve(parentPort, workerData)

/** What there is to say of a body if all that it asks for is there, and what that is: it stands as a file at the very path. */
function lookPresuming(bytes: Uint8Array, body: BodySource): RenderedBody & { readonly asked: readonly Asked[] } {
  const asked: Asked[] = []
  const rendered = renderBody(bodyOf(bytes, body.bodyLine), {
    ...body,
    highlight,
    thorough: true,
    skims: true,
    resolve: (target, use) => {
      asked.push({ target, use })
      return { kind: 'file', path: `/${target}` }
    },
  })
  return { ...rendered, asked }
}

/** Stages a page. What `stays` is what stands: where the theme failed, and it says the same. */
function stagePage(bytes: Uint8Array, { place, stays }: { readonly place: Place; readonly stays: boolean }): Made {
  return stageFile((stays ? bytesIfThere(place.out) : undefined) ?? bytes, place)
}
