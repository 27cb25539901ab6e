import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { MissingStories, Release, StandingText, StateDatabase } from '../db/state-database.ts'
import type { SourcePath } from '../model/address.ts'
import type { Upcoming } from '../model/edition.ts'
import { linesOf } from '../platform/file-lines.ts'
import { isObject, parseOrNothing } from '../platform/json-lines.ts'
import { readJson, readTextOrNothing } from '../platform/read-json.ts'

// The files of version 1 of the state, which Courant 0.1 wrote. A file that is not there, and a line that was cut short, hold nothing, as they did then.

const FILES = {
  sources: 'last-good.jsonl',
  texts: 'standing-texts.json',
  held: 'held.json',
  missing: 'missing.json',
  releases: 'releases.jsonl',
  upcoming: 'upcoming.json',
  reached: 'reached.json',
  preview: 'preview',
} as const

/** Whether any of the files is there. */
export function hasVersionOne(state: string): boolean {
  return Object.values(FILES).some(file => existsSync(join(state, file)))
}

/** Removes the files, and what a killed publish left of one that was being written. */
export function removeVersionOne(state: string): void {
  for (const file of Object.values(FILES)) for (const end of ['', '.tmp']) rmSync(join(state, file + end), { force: true })
}

/** Copies what the files hold into a new state. The texts of sources are all but a few percent of it. */
export function copyVersionOne(state: string, copy: StateDatabase, { withSources = false } = {}): void {
  if (!hasVersionOne(state)) return
  const json = (name: keyof typeof FILES): unknown => readJson(join(state, FILES[name]))
  const list = (name: keyof typeof FILES): readonly unknown[] => {
    const value = json(name)
    return Array.isArray(value) ? value : []
  }
  const reached = json('reached')
  copy.inTransaction(() => {
    if (typeof reached === 'number') copy.setFact('reached', String(reached))
    if (existsSync(join(state, FILES.preview))) copy.setFact('preview', '')
    copy.setHeld([...new Set(list('held').filter(id => typeof id === 'string'))])
    copy.setMissing(list('missing').filter(isMissingStories))
    copy.setUpcoming(list('upcoming').filter(isUpcoming))
    copy.setStandingTexts(textsIn(json('texts')))
    copy.addReleases(releasesIn(readTextOrNothing(join(state, FILES.releases))))
    if (withSources) copy.setSources(sourcesIn(join(state, FILES.sources)))
  })
}

/** The sources in a file of JSON lines, of which one is in memory at a time: of several versions the latest comes last. */
export function* sourcesIn(file: string): Generator<{ readonly path: SourcePath; readonly source: string }> {
  for (const { bytes } of linesOf(file)) {
    const entry = parseOrNothing(bytes.toString('utf8'))
    if (isObject(entry) && typeof entry.path === 'string' && typeof entry.source === 'string')
      yield { path: entry.path, source: entry.source }
  }
}

function textsIn(stored: unknown): readonly StandingText[] {
  if (!isObject(stored)) return []
  const textsOf = (kind: StandingText['kind']): readonly StandingText[] =>
    Object.entries(isObject(stored[kind]) ? stored[kind] : {}).map(([name, wordings]) => ({
      kind,
      name,
      wordings: JSON.stringify(wordings),
    }))
  return [...textsOf('disclaimers'), ...textsOf('boilerplates')]
}

function releasesIn(lines: string): readonly Release[] {
  return lines.split('\n').flatMap(line => {
    const release = parseOrNothing(line)
    return isRelease(release) ? [release] : []
  })
}

function isRelease(value: unknown): value is Release {
  return (
    isObject(value) &&
    typeof value.due === 'number' &&
    typeof value.actual === 'number' &&
    [value.kind, value.path, value.title].every(text => typeof text === 'string') &&
    ['string', 'undefined'].includes(typeof value.permalink)
  )
}

function isUpcoming(value: unknown): value is Upcoming {
  return (
    isObject(value) &&
    typeof value.at === 'number' &&
    [value.kind, value.path, value.title].every(text => typeof text === 'string')
  )
}

function isMissingStories(value: unknown): value is MissingStories {
  return isObject(value) && [value.stories, value.filesBefore].every(isTexts)
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(item => typeof item === 'string')
}
