import { dirname, resolve } from 'node:path'
import { Option } from 'commander'
import type { Settings } from '../config/read-settings.ts'
import { date } from '../fields/read-date.ts'
import { rootSlot } from '../fields/slot.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Instant } from '../model/instant.ts'
import { realPath } from '../platform/real-path.ts'
import { isWithin, type Paths, pathsOf } from '../state/paths.ts'

/** The options that every command of a newsroom takes. */
export interface CommonOptions {
  readonly articles: string
  readonly out: string
  readonly config?: string
  readonly json: boolean
}

/** What `--accept` accepts: removals, other ids and bulk changes; or the clock. */
export type Accepted = 'changes' | 'clock'

/** The live folder, when none is named. */
export const DEFAULT_OUT = 'out'

/** `--articles`, `--out`, `--config`, `--json`. */
export const COMMON_OPTIONS: readonly Option[] = [
  new Option('--articles <dir>', 'the newsroom').default('articles'),
  new Option('--out <dir>', 'where the site and its feeds go').default(DEFAULT_OUT),
  new Option('--config <file>', "the operator's settings, if not courant.yaml"),
  new Option('--json', 'one JSON object on standard output, for machines').default(false),
]

/**
 * Where the newsroom of these options and settings stands.
 * @throws UsageError when the articles and what is published stand in one another: drafts would be served, or pages read as articles; and
 * when releases would stand in any of it
 */
export function pathsFrom({ articles, out }: CommonOptions, { theme, deliver }: Pick<Settings, 'theme' | 'deliver'>): Paths {
  const paths = pathsOf({ articles, out, theme })
  const [realOut, realArticles] = [realPath(paths.out), realPath(paths.articles)]
  if (isWithin(realOut, realArticles) || isWithin(realArticles, realOut))
    throw new UsageError(
      `--out: ${out} and the articles in ${articles} stand in one another: whatever is written would be public`,
      'name a folder beside the articles: --out out',
    )
  const own = [paths.out, paths.articles, dirname(paths.own)]
  for (const releases of deliver.flatMap(place => (place.kind === 'releases' ? place.folder : []))) {
    const place = realPath(resolve(releases))
    const taken = own.find(folder => isWithin(place, realPath(folder)))
    if (taken !== undefined)
      throw new UsageError(
        `deliver: the releases in ${releases} would stand in ${taken}, which holds something else`,
        'name a folder beside it: releases: live',
      )
  }
  return paths
}

/** An option's value is wrong; the command exits with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly remedy: string

  constructor(message: string, remedy: string) {
    super(message)
    this.remedy = remedy
  }
}

/** Reads `--at` like an article's date. @throws UsageError */
export function readInstant(text: string, timezone: string): Instant {
  const diagnostics: Diagnostic[] = []
  const read = date(timezone)(rootSlot(text, { path: '--at', placeOf: () => ({ line: 1, column: 1 }), diagnostics }))
  if (read) return read.at
  throw new UsageError(`--at: ${diagnostics[0]?.message}`, diagnostics[0]?.remedy ?? '')
}
