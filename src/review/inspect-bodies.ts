import { setImmediate } from 'node:timers/promises'
import { bodySource } from '../engine/page-jobs.ts'
import { leadsIn, NO_TARGETS, type Targets } from '../links/targets.ts'
import { hrefOf, type SitePath, type SourcePath } from '../model/address.ts'
import { type Outline, type Reference, SITE_MARK } from '../model/body.ts'
import type { Site } from '../model/site.ts'
import type { RenderPool } from '../render/render-pool.ts'
import { type BodySource, type InspectTask, MAKES_NOTHING, type RenderResult } from '../render/render-task.ts'
import { unownedBody } from '../render/unowned-body.ts'
import { isArticleFile, listFiles } from '../sources/list-files.ts'
import { type ReadContext, type ReadNewsroom, readInSteps } from '../sources/read-newsroom.ts'
import { likelyAddress } from './check-targets.ts'

/** How bodies are looked at. */
export interface Inspection {
  readonly site: Site
  readonly pool: RenderPool
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void
}

/** A newsroom that was read, and what was found in each body where all that it asks for is there. */
export interface Inspected {
  readonly read: ReadNewsroom
  readonly looks: ReadonlyMap<SourcePath, Look>
}

/** A look at a body. */
export interface Look {
  readonly body: BodySource
  readonly result: RenderResult | undefined
}

// Often enough that the thread that looks at bodies never waits for this one.
const ARTICLES_A_TURN = 32

/**
 * Reads the newsroom thoroughly; meanwhile another thread looks at the bodies, and at last at those of files whose fields have mistakes.
 * Where their addresses lead nobody knows before all is read: they are presumed to lead somewhere, and `lookAgain` sees whether they do.
 */
export async function readAndInspect(root: string, inspection: Inspection & ReadContext): Promise<Inspected> {
  const { site } = inspection
  const listing = listFiles(root)
  const asTheyStand = { files: new Map(listing.files.map(file => [file.path, file])), replaced: new Map() }
  const looking = new Looking(inspection, listing.files.filter(({ path }) => isArticleFile(path)).length)
  const reading = readInSteps(root, { ...inspection, listing })
  for (let count = 1, step = reading.next(); ; count++, step = reading.next()) {
    if (step.done) {
      const read = step.value
      for (const page of read.newsroom.standing) if (!read.replaced.has(page.path)) looking.add(bodySource(page, read))
      for (const body of unownedBodies(read, site)) looking.add(body)
      return { read, looks: await looking.ended() }
    }
    looking.add(bodySource(step.value, asTheyStand))
    if (count % ARTICLES_A_TURN === 0) await setImmediate()
  }
}

/**
 * What was found in the bodies, by their file, now that is known where addresses lead. Those that ask for what is not there, or that
 * could become too long by what they were given, are looked at again; and those of which a link names a heading.
 */
export async function lookAgain(
  looks: Inspected['looks'],
  { site, pool, targets }: Pick<Inspection, 'site' | 'pool'> & { readonly targets: Targets },
): Promise<ReadonlyMap<SourcePath, RenderResult | undefined>> {
  const leads = leadsIn(targets)
  const found = new Map([...looks].map(([path, look]) => [path, asItIs(look, leads)]))
  const again = async (wanted: readonly Look[]): Promise<void> => {
    const tasks = wanted.map(
      ({ body }) =>
        (): InspectTask => ({ kind: 'inspect', body, presuming: false }),
    )
    const results = await pool.render({ ...MAKES_NOTHING, site, targets }, { tasks, onProgress: () => {} })
    for (const [index, { body }] of wanted.entries()) found.set(body.path, results[index])
  }
  await again([...looks.values()].filter(({ body }) => found.get(body.path) === undefined))
  const named = new Set([...found.values()].flatMap(headingsNamedIn))
  await again([...looks.values()].filter(({ body }) => named.has(body.permalink) && !knowsHeadings(found.get(body.path))))
  return found
}

/** The addresses of which a body names a heading. */
function headingsNamedIn(result: RenderResult | undefined): readonly SitePath[] {
  const { references = [] } = outlineOf(result) ?? {}
  return references.flatMap(({ path, fragment }) => (fragment === undefined ? [] : [path]))
}

/** Whether the ids of its headings are known, or it has none since it cannot be rendered. */
function knowsHeadings(result: RenderResult | undefined): boolean {
  const outline = outlineOf(result)
  return outline === undefined || outline.anchors !== undefined
}

/** What a body has that others refer to, and what it refers to; undefined where it cannot be rendered. */
export function outlineOf(result: RenderResult | undefined): Outline | undefined {
  return result?.kind === 'inspected' ? result.outline : undefined
}

/** Bodies on their way to another thread: what came while it was at work is its next run. */
class Looking {
  readonly #inspection: Inspection
  readonly #total: number
  readonly #looks = new Map<SourcePath, Look>()
  #waiting: BodySource[] = []
  #work: Promise<void> | undefined

  constructor(inspection: Inspection, total: number) {
    this.#inspection = inspection
    this.#total = total
  }

  add(body: BodySource): void {
    this.#waiting.push(body)
    if (this.#work) return
    this.#work = this.#lookAtWaiting(1)
    // Told where it is waited for.
    this.#work.catch(() => {})
  }

  /** All looks, once the last body was looked at. */
  async ended(): Promise<Inspected['looks']> {
    await this.#work
    await this.#lookAtWaiting(undefined)
    this.#inspection.onProgress({ done: this.#total, total: this.#total })
    return this.#looks
  }

  async #lookAtWaiting(threads: number | undefined): Promise<void> {
    const { site, pool, onProgress } = this.#inspection
    while (this.#waiting.length > 0) {
      const bodies = this.#waiting
      this.#waiting = []
      const before = this.#looks.size
      const results = await pool.render(
        { ...MAKES_NOTHING, site, targets: NO_TARGETS },
        {
          tasks: bodies.map(body => (): InspectTask => ({ kind: 'inspect', body, presuming: true })),
          onProgress: done => onProgress({ done: before + done, total: this.#total }),
          threads,
        },
      )
      for (const [index, body] of bodies.entries()) this.#looks.set(body.path, { body, result: results[index] })
    }
    this.#work = undefined
  }
}

/** What was found, where nothing that the body asks for is missing; undefined where there is more to it. */
function asItIs({ body, result }: Look, leads: ReturnType<typeof leadsIn>): RenderResult | undefined {
  if (result?.kind !== 'inspected' || result.asked.length === 0) return result
  const { outline, asked } = result
  if (!outline) return undefined
  let { room } = outline
  for (const { target, use } of asked) {
    const { to } = leads(body.path, target)
    if (!to || (use === 'media' && to.kind === 'page')) return undefined
    room -= hrefOf({ basePath: SITE_MARK }, to.path).length
  }
  const pathOf = ({ target, path }: Reference): SitePath =>
    (target === undefined ? undefined : leads(body.path, target).to?.path) ?? path
  const references = outline.references.map(reference => ({ ...reference, path: pathOf(reference) }))
  return room < 0 ? undefined : { ...result, outline: { ...outline, references } }
}

/** The bodies of files whose fields have mistakes: what is wrong there is told as well, and not only once these are mended. */
function unownedBodies(read: ReadNewsroom, site: Site): readonly BodySource[] {
  const { articles, standing, sources } = read.newsroom
  const owned = new Set([...articles, ...standing].flatMap(({ path }) => (read.replaced.has(path) ? [] : [path])))
  const paths = [...sources].filter(path => !owned.has(path))
  return paths.flatMap(path => unownedBody(path, { read, permalink: likelyAddress(path, site) }) ?? [])
}
