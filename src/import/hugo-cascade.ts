import type { SourceFields } from './front-matter.ts'
import { type HugoPlace, pageKey } from './hugo-places.ts'
import { fieldReader } from './source-fields.ts'

/** What pages below a list have in common, and which of them. */
interface Cascade {
  readonly values: SourceFields
  readonly isFor: (place: HugoPlace) => boolean
}

/** Gives each page what the settings and the lists above it hand down to it, the nearest first. */
export function cascades({
  settings,
  lists,
}: {
  /** The `cascade` of the settings. */
  readonly settings: unknown
  /** Lists and their front matter. */
  readonly lists: readonly (readonly [HugoPlace, SourceFields])[]
}): (place: HugoPlace) => readonly SourceFields[] {
  const ofLists = new Map(lists.map(([place, fields]) => [keyIn(place, pageKey(place)), cascadesIn(fields.get('cascade'))]))
  const ofSettings = cascadesIn(settings)
  return place => {
    const above = [...foldersAbove(pageKey(place)), ''].flatMap(folder => ofLists.get(keyIn(place, folder)) ?? [])
    return [...above, ...ofSettings].filter(({ isFor }) => isFor(place)).map(({ values }) => values)
  }
}

/** Lists of one language hand nothing down to pages of another. */
function keyIn({ code }: HugoPlace, folder: string): string {
  return `${code}:${folder}`
}

function foldersAbove(path: string): readonly string[] {
  const folder = path.slice(0, Math.max(path.lastIndexOf('/'), 0))
  return folder === '' ? [] : [folder, ...foldersAbove(folder)]
}

function cascadesIn(value: unknown): readonly Cascade[] {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value]
  return entries.flatMap(entry => (entry instanceof Map ? [{ values: entry, isFor: targetOf(entry) }] : []))
}

function targetOf(cascade: SourceFields): Cascade['isFor'] {
  const target = fieldReader(cascade)
  const admits = (name: string, text: string): boolean => {
    const globs = target.list(`target.${name}`, `_target.${name}`)
    return globs.length === 0 || globs.some(glob => patternOf(glob).test(text))
  }
  const isForPages = admits('kind', 'page') && admits('environment', 'production')
  return place => isForPages && admits('lang', place.code) && admits('path', `/${pageKey(place)}`)
}

function patternOf(glob: string): RegExp {
  return new RegExp(`^${sourceOf(glob)}$`, 'i')
}

function sourceOf(glob: string): string {
  return glob.replace(/\{([^{}]*)\}|\*+|[\\^$.+()|[\]{}?]/g, (sign, choices: string | undefined) => {
    if (choices !== undefined) return `(?:${choices.split(',').map(sourceOf).join('|')})`
    if (sign === '?') return '[^/]'
    if (sign === '*') return '[^/]*'
    return sign.startsWith('*') ? '.*' : `\\${sign}`
  })
}
