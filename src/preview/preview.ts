import { randomUUID } from 'node:crypto'
import { nextMoment } from '../edition/next-moment.ts'
import { bodySource } from '../engine/page-jobs.ts'
import { NOT_FOUND_FILE, type OutPath, type SourcePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Instant } from '../model/instant.ts'
import type { Site } from '../model/site.ts'
import { openOut } from '../output/out-folder.ts'
import { startingRecord } from '../output/starting-record.ts'
import { isSystemError } from '../platform/environment-error.ts'
import type { RenderPool } from '../render/render-pool.ts'
import { type InspectTask, MAKES_NOTHING, type RenderResult, type ShowTask } from '../render/render-task.ts'
import { unownedBody } from '../render/unowned-body.ts'
import { likelyAddress } from '../review/check-targets.ts'
import { readSiteFile, readSiteIfThere } from '../sources/read-site-file.ts'
import type { NewsroomChange } from '../sources/watch-newsroom.ts'
import { lastGoodIn } from '../state/last-good.ts'
import type { Paths } from '../state/paths.ts'
import { withFormerTexts } from '../state/remembered.ts'
import { readTheme } from '../theme/read-theme.ts'
import { AlreadyPublic } from './already-public.ts'
import { type BodyFindings, inOrder, type PageMistakes, pageMistakes } from './page-mistakes.ts'
import type { PreviewedPage } from './place.ts'
import { unreadablePage } from './preview-document.ts'
import { isPartOf, type Previewed, previewNewsroom } from './previewed.ts'

/** What a preview is asked to show. */
export interface PreviewRequest {
  readonly paths: Paths
  /** Where else the record is kept or comes from (`startingRecord`). */
  readonly record: string | undefined
  /** The moment to show, in the newsroom's zone; undefined for the present and all that is to come. */
  readonly at: ((timezone: string) => Instant) | undefined
  readonly pool: RenderPool
}

/** A page as it is shown: its document, without what the preview adds. */
export interface ShownPage {
  readonly html: string
  readonly status: 200 | 404 | 410
  /** The file that it is made from. */
  readonly source: SourcePath | undefined
  readonly mistakes: PageMistakes
  /** The preview's version that it belongs to. */
  readonly version: string
}

/** How a change was taken in. */
export interface Taken {
  /** What changed; empty where that is not known. */
  readonly paths: readonly SourcePath[]
}

// What is shown in place of a page that fails: the last pages that somebody looked at.
const REMEMBERED_PAGES = 20
// An author who saves again and again while we read is waited for, within reason.
const MAX_REREADS = 5

/**
 * A newsroom as it will be, for its authors: settled at once, and every page rendered when somebody asks for it. Reads the newsroom
 * and the record, and writes nothing anywhere.
 */
export class Preview {
  readonly #request: PreviewRequest
  readonly #public: AlreadyPublic
  readonly #run: string = randomUUID()
  readonly #remembered = new Map<OutPath, string>()
  /** Versions of bodies that took too long, by hash: they would at every save, and all other pages would wait. */
  readonly #failed = new Map<string, RenderResult>()
  #now: Previewed
  #edits = 0
  #pages = new Map<OutPath, Promise<ShownPage>>()
  /** The pool takes one run at a time. */
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(request: PreviewRequest, from: { readonly site: Site; readonly alreadyPublic: AlreadyPublic }) {
    this.#request = request
    this.#public = from.alreadyPublic
    this.#now = this.#read(from.site, [], { before: undefined, changed: 'anything' })
  }

  /**
   * Reads a newsroom; or says what is wrong with its description.
   * @throws EnvironmentError when the record cannot be read
   */
  static async open(request: PreviewRequest): Promise<Preview | readonly Diagnostic[]> {
    const { site, diagnostics } = readSiteFile(request.paths.articles)
    if (!site) return diagnostics
    request.pool.warm(1)
    const out = openOut(request.paths.out)
    return new Preview(request, { site, alreadyPublic: new AlreadyPublic(out, await startingRecord(out, request.record)) })
  }

  /** Changes with all that is shown. */
  get version(): string {
    return `${this.#run}-${this.#edits}`
  }

  get previewed(): Previewed {
    return this.#now
  }

  /** Takes in what was saved: reads the changed files, and computes the newsroom again. */
  saved(change: NewsroomChange): Taken | undefined {
    const { articles } = this.#request.paths
    const changed = change === 'anything' ? change : new Set([...change].filter(path => isPartOf(path, articles, this.#now)))
    if (changed !== 'anything' && changed.size === 0) return undefined
    this.#now = this.#settled(changed)
    this.#changed()
    return { paths: changed === 'anything' ? [] : [...changed] }
  }

  /** Every mistake that shows without a look at bodies, and all that can be said of these files. */
  async mistakesIn(paths: readonly SourcePath[]): Promise<readonly Diagnostic[]> {
    const { places, diagnostics } = this.#now
    const own = [...places].flatMap(([file, place]) =>
      place.kind === 'page' && place.owner && paths.includes(place.owner.path) ? [file] : [],
    )
    const shown = await Promise.all(own.map(file => this.page(file)))
    const told = shown.flatMap(({ mistakes }) => mistakes.own)
    const looked = new Set(shown.flatMap(({ source }) => source ?? []))
    return inOrder([...diagnostics.filter(({ path }) => !looked.has(path)), ...told], this.#now)
  }

  /** The page at a place in the site; undefined where there is none. */
  async page(file: OutPath): Promise<ShownPage> {
    this.caughtUp()
    const known = this.#pages.get(file)
    if (known) return known
    const shown = this.#show(file)
    this.#pages.set(file, shown)
    // Why it failed may be over when it is asked for again.
    shown.catch(() => {
      if (this.#pages.get(file) === shown) this.#pages.delete(file)
    })
    return shown
  }

  /** Renders what is asked for; a file that changed meanwhile is taken in, and the whole described again. */
  async render(tasks: (previewed: Previewed) => readonly ShowTask[]): Promise<readonly RenderResult[]> {
    for (let attempt = 0; ; attempt++) {
      const previewed = this.#now
      const described = tasks(previewed)
      const results = await this.#inTurn(previewed, described)
      const stale = described.flatMap(({ body }, index) => (body && results[index]?.kind === 'changed' ? [body.path] : []))
      if (stale.length === 0 || attempt === MAX_REREADS) return results
      this.saved(new Set(stale))
    }
  }

  async #show(file: OutPath): Promise<ShownPage> {
    const { version } = this
    const taskAt = (previewed: Previewed): readonly ShowTask[] => {
      const place = previewed.places.get(file)
      return place?.kind === 'page' ? [showTask(place, { previewed, as: 'page' })] : []
    }
    const [result] = await this.render(taskAt)
    const place = this.#now.places.get(file)
    if (place?.kind !== 'page' || !result) return this.#withoutPage(file, version)
    const source = place.owner?.path
    const { own, elsewhere } = pageMistakes(this.#now, { path: source, body: await this.#findings(source, result) })
    const { html = undefined, faults = [] } = result.kind === 'shown' ? result : {}
    const mistakes = { own, elsewhere: [...faults, ...elsewhere] }
    const isGood = html !== undefined && faults.length === 0 && own.every(({ severity }) => severity === 'warning')
    if (isGood) this.#remember(file, html)
    const shown = isGood ? html : (this.#remembered.get(file) ?? html ?? unreadablePage(source ?? file, this.#now))
    return { html: shown, status: file === NOT_FOUND_FILE ? 404 : place.status, source, mistakes, version }
  }

  /** What was found in a body; where a last good version stands in for the file, in that of the file. */
  async #findings(source: SourcePath | undefined, result: RenderResult): Promise<BodyFindings | undefined> {
    if (source === undefined) return undefined
    if (this.#now.read.replaced.has(source)) return this.#lookAt(source)
    if (result.kind === 'shown') return result
    return result.kind === 'failed' ? { diagnostics: result.diagnostics, outline: undefined } : undefined
  }

  /** The body of a file that is no story yet. */
  async #lookAt(source: SourcePath): Promise<BodyFindings | undefined> {
    const { read, site } = this.#now
    const body = unownedBody(source, { read, permalink: likelyAddress(source, site) })
    const [result] = body ? await this.#inTurn(this.#now, [{ kind: 'inspect', body, presuming: false }]) : []
    return result && 'diagnostics' in result ? { diagnostics: result.diagnostics, outline: undefined } : undefined
  }

  async #withoutPage(file: OutPath, version: string): Promise<ShownPage> {
    const source = this.#now.unreadable.get(file)
    if (source === undefined) return this.page(NOT_FOUND_FILE)
    const html = this.#remembered.get(file) ?? unreadablePage(source, this.#now)
    return {
      html,
      status: 200,
      source,
      mistakes: pageMistakes(this.#now, { path: source, body: await this.#lookAt(source) }),
      version,
    }
  }

  #remember(file: OutPath, html: string): void {
    this.#remembered.delete(file)
    this.#remembered.set(file, html)
    const [oldest] = this.#remembered.keys()
    if (oldest !== undefined && this.#remembered.size > REMEMBERED_PAGES) this.#remembered.delete(oldest)
  }

  async #inTurn(previewed: Previewed, tasks: readonly (ShowTask | InspectTask)[]): Promise<readonly RenderResult[]> {
    const { site, theme, targets } = previewed
    const setup = { ...MAKES_NOTHING, site, theme, targets }
    const attempts = this.#turn.then(async () => {
      const untried = tasks.filter(({ body }) => !this.#failed.has(body?.hash ?? ''))
      const described = untried.map(task => () => task)
      const results = await this.#request.pool.render(setup, { tasks: described, onProgress: () => undefined })
      return new Map(untried.map((task, index) => [task, results[index]]))
    })
    this.#turn = attempts.catch(() => undefined)
    const rendered = await attempts
    return tasks.flatMap(task => {
      const { hash = '' } = task.body ?? {}
      const result = rendered.get(task) ?? this.#failed.get(hash)
      if (result?.kind === 'failed') this.#failed.set(hash, result)
      return result ?? []
    })
  }

  /** The newsroom with what came due since it was computed. */
  caughtUp(): Previewed {
    const due = nextMoment(this.#now.edition)
    if (this.#request.at || due === undefined || due > Date.now()) return this.#now
    this.#now = this.#settled(new Set())
    this.#changed()
    return this.#now
  }

  #changed(): void {
    this.#edits++
    this.#pages = new Map()
  }

  #settled(changed: NewsroomChange): Previewed {
    const { site, diagnostics } = readSiteIfThere(this.#request.paths.articles)
    // With mistakes in it, the newsroom stays what it was, and they are told.
    return this.#read(site ?? this.#now.site, diagnostics, { before: this.#now, changed })
  }

  #read(
    site: Site,
    diagnostics: readonly Diagnostic[],
    since: { readonly before: Previewed | undefined; readonly changed: NewsroomChange },
  ): Previewed {
    const { paths, at } = this.#request
    using lastGood = lastGoodIn(paths)
    const inputs = {
      site,
      formerSite: () => withFormerTexts(site, paths),
      theme: readTheme(paths),
      diagnostics,
      ...this.#public.now(),
      lastGood,
      paths,
      asOf: at?.(site.timezone) ?? Date.now(),
      ahead: at ? 'drafts' : 'everything',
    } as const
    for (let attempt = 0; ; attempt++) {
      try {
        return previewNewsroom(paths.articles, inputs, attempt === 0 ? since : { ...since, changed: 'anything' })
      } catch (error) {
        // A file went away in the middle of it.
        if (!isSystemError(error, 'ENOENT') || attempt === MAX_REREADS) throw error
      }
    }
  }
}

/** The rendering of a page as its file stands now. */
export function showTask(
  { describe, owner }: PreviewedPage,
  { previewed, as }: { readonly previewed: Previewed; readonly as: ShowTask['as'] },
): ShowTask {
  const body = owner && bodySource(owner, previewed.read)
  return { kind: 'show', page: describe(), body, as }
}
