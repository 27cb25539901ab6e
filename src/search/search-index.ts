import { hash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { type OutPath, outPathOf, type SitePath } from '../model/address.ts'
import { answersAsItIs } from '../model/artifact.ts'
import type { Edition } from '../model/edition.ts'
import { INDEX_FOLDER, INDEX_POINTER, SEARCH_PAGE, SEARCH_SCRIPTS } from '../model/search.ts'
import { marksOf, openOut } from '../output/out-folder.ts'
import { isSystemError } from '../platform/environment-error.ts'
import { textIfThere } from '../platform/if-there.ts'
import { isObject, parseOrNothing } from '../platform/json-lines.ts'
import { writeWhole } from '../platform/write-whole.ts'
import type { Paths } from '../state/paths.ts'
import { PAGEFIND_VERSION, type PublishedPage, writeIndex } from './pagefind.ts'

/** A public story that the search finds. */
export interface SearchedStory {
  readonly id: string
  readonly permalink: SitePath
}

/** An index that was made and is not public yet. */
export interface MadeIndex {
  /** Follows from what is in it. */
  readonly key: string
  /** Where it stands, in private: a folder of its own, whoever else makes one at the same time. */
  readonly folder: string
  readonly stories: readonly SearchedStory[]
}

/** What is known of the index that stands. */
interface Notes extends Pick<MadeIndex, 'key' | 'stories'> {
  /** Marks of the record and the manifest while it is of what they tell; undefined where something was published meanwhile. */
  readonly marks?: string
}

/** Changes whenever the same pages would give another index. */
const RECIPE = 4

// Ten times what 100,000 stories take.
const LONGEST_MAKING_MS = 3_600_000

// Of what Pagefind writes, these are other interfaces to it; ours is a page of the theme.
const NOT_NEEDED = /^pagefind-(ui|modular-ui|component-ui|highlight|worker|playground)\b/

/**
 * Makes the index of what is public now, in private, where the one that stands is of something else. It follows from `out/` alone:
 * what was never published cannot be in it. Undefined where nothing is to be done.
 * @throws EnvironmentError when Pagefind is missing or fails; the reason of `signal` once that is aborted
 */
export async function makeIndex(paths: Paths, signal?: AbortSignal): Promise<MadeIndex | undefined> {
  if (!existsSync(join(paths.out, outPathOf(SEARCH_PAGE)))) return undefined
  const standing = standingNotes(paths)
  if (standing?.marks === marksOf(paths.out)) return undefined
  const { stories, key } = searchedIn(paths)
  if (key === undefined || standing?.key === key) return undefined
  const folder = emptyFolder(join(paths.cache, 'search'))
  try {
    await writeIndex(pagesOf(paths, stories), folder, signal)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  for (const name of readdirSync(folder)) if (NOT_NEEDED.test(name)) rmSync(join(folder, name))
  return { key, folder, stories }
}

/**
 * Makes an index public in place of the one that stands, with the lock held. False where it holds a story that left since: then
 * nothing is touched, and it is thrown away.
 */
export function placeIndex(paths: Paths, { key, folder, stories }: MadeIndex): boolean {
  const now = searchedIn(paths)
  const isPublic = new Map(now.stories.map(({ id, permalink }) => [id, permalink]))
  if (now.key === undefined || stories.some(({ id, permalink }) => isPublic.get(id) !== permalink)) {
    rmSync(folder, { recursive: true })
    return false
  }
  const search = join(paths.out, 'search')
  // Before the index itself: what cannot be told of is taken for stale.
  const notes: Notes = { key, stories, ...(now.key === key && { marks: marksOf(paths.out) }) }
  writeWhole(notesFile(paths), JSON.stringify(notes), { mode: 0o600 })
  moveFolder(folder, join(search, `index-${key}`))
  placeEngine(paths, join(search, `index-${key}`))
  writeWhole(join(paths.out, INDEX_POINTER), JSON.stringify({ folder: `index-${key}` }))
  removeFolders(search, `index-${key}`)
  return true
}

/** Whether a story that the search finds is public: it can be read, or its page is kept. The edition is gone through at the first question. */
export function publicIn(
  { released }: Pick<Edition, 'released'>,
  kept: { readonly has: (page: OutPath) => boolean },
): (story: SearchedStory) => boolean {
  const keyOf = ({ id, permalink }: SearchedStory): string => `${permalink} ${id}`
  let readable: ReadonlySet<string> | undefined
  return story => {
    readable ??= new Set(released.flatMap(story => (story.withdrawn ? [] : [keyOf(story)])))
    return readable.has(keyOf(story)) || kept.has(outPathOf(story.permalink))
  }
}

/**
 * Takes the index away before anything else is touched, where a story is in it that is public no more, or where nothing is to be
 * searched. Words of many stories share its files, so that none can be taken out of it alone.
 */
export function dropStaleIndex(
  paths: Paths,
  { wanted, isPublic }: { readonly wanted: boolean; readonly isPublic: (story: SearchedStory) => boolean },
): void {
  const search = join(paths.out, 'search')
  if (!existsSync(search)) return
  if (wanted && standingNotes(paths)?.stories.every(isPublic)) return
  for (const path of [INDEX_POINTER, SEARCH_SCRIPTS.engine]) rmSync(join(paths.out, path), { force: true })
  removeFolders(search)
}

/** What the search should find, and the key of an index of that; without a key where no search page is published. */
function searchedIn(paths: Paths): { readonly stories: readonly SearchedStory[]; readonly key: string | undefined } {
  const { manifest, record } = openOut(paths.out)
  if (!manifest?.has(outPathOf(SEARCH_PAGE))) return { stories: [], key: undefined }
  // What matches as well as another is shown in this order, the newest first; of more than twenty, Pagefind's sorting keeps little of it.
  const newestFirst = [...record.values()].sort((a, b) => b.published - a.published)
  const searched = newestFirst.flatMap(({ id, permalink, gone }) => {
    const page = manifest.get(outPathOf(permalink))
    return gone === undefined && page && answersAsItIs(page.answer) ? [{ story: { id, permalink }, sha256: page.sha256 }] : []
  })
  const inputs = [PAGEFIND_VERSION, RECIPE, ...searched.map(({ story, sha256 }) => [story.id, story.permalink, sha256])]
  return { stories: searched.map(({ story }) => story), key: hash('sha256', JSON.stringify(inputs), 'hex').slice(0, 16) }
}

function* pagesOf({ out }: Paths, stories: readonly SearchedStory[]): Generator<PublishedPage> {
  for (const { permalink } of stories) {
    const html = textIfThere(join(out, outPathOf(permalink)))
    // Gone since: then it is not placed either.
    if (html !== undefined) yield { url: permalink, html }
  }
}

/** What is known of the index that stands, if it is whole and that is of it. */
function standingNotes(paths: Paths): Notes | undefined {
  const pointer = parseOrNothing(textIfThere(join(paths.out, INDEX_POINTER)) ?? '')
  const notes = notesOf(paths)
  if (!isObject(pointer) || !notes || pointer.folder !== `index-${notes.key}`) return undefined
  const scripts = [`/search/${pointer.folder}/pagefind.js`, SEARCH_SCRIPTS.engine]
  return scripts.every(path => existsSync(join(paths.out, path))) ? notes : undefined
}

function notesOf(paths: Paths): Notes | undefined {
  const notes = parseOrNothing(textIfThere(notesFile(paths)) ?? '')
  return isNotes(notes) ? notes : undefined
}

function isNotes(value: unknown): value is Notes {
  return isObject(value) && typeof value.key === 'string' && Array.isArray(value.stories)
}

function notesFile({ cache }: Paths): string {
  return join(cache, 'search.json')
}

/** A new folder; those that killed makings left, which nobody is at any more, are removed. */
function emptyFolder(within: string): string {
  mkdirSync(within, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(within)) {
    const left = join(within, name)
    if (Date.now() - statSync(left).mtimeMs > LONGEST_MAKING_MS) rmSync(left, { recursive: true, force: true })
  }
  return mkdtempSync(join(within, 'made-'))
}

/** Pagefind's script, at the address that policies name: before an index is pointed to that it may be newer than. */
function placeEngine({ out }: Paths, index: string): void {
  const engine = readFileSync(join(index, 'pagefind.js'), 'utf8')
  const file = join(out, SEARCH_SCRIPTS.engine)
  if (textIfThere(file) !== engine) writeWhole(file, engine)
}

/** A rename, or where `.courant/` and `out/` are on two disks, a copy: nothing names it before it is whole. */
function moveFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true })
  try {
    renameSync(from, to)
  } catch (error) {
    if (!isSystemError(error, 'EXDEV')) throw error
    cpSync(from, to, { recursive: true })
    rmSync(from, { recursive: true })
  }
}

function removeFolders(search: string, but?: string): void {
  for (const name of readdirSync(search))
    if (INDEX_FOLDER.test(name) && name !== but) rmSync(join(search, name), { recursive: true })
  try {
    rmdirSync(search)
  } catch (error) {
    if (!isSystemError(error, 'ENOTEMPTY', 'EEXIST')) throw error
  }
}
