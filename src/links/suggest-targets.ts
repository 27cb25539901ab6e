import { resolveBeside } from '../article/parse-article.ts'
import { likelyFile } from '../fields/unknown-field.ts'
import { isPublishable } from '../images/media-types.ts'
import type { SourcePath } from '../model/address.ts'
import type { Lead, Targets } from './targets.ts'

/** Finds what the author of an address that leads nowhere likely meant, as it is to be written in its place; undefined where nothing is near. */
export type MeantTarget = (from: SourcePath, target: string) => string | undefined

// Thousands of names are sorted for it, and a preview asks anew at every save.
const known = new WeakMap<object, Names>()

/**
 * Makes that for one state of the newsroom. A name like it in the same folder comes first, then the same name in another one. An
 * address is held against those names alone that begin as it does: a newsroom may have thousands of both.
 */
export function suggestTargets(targets: Pick<Targets, 'pages' | 'addresses' | 'files'>): MeantTarget {
  const { pages, addresses, files } = targets
  const names = (): Names => {
    const sorted = known.get(targets) ?? {
      stories: nearIn([...pages.keys()]),
      files: nearIn([...files.keys()].filter(isPublishable)),
      addresses: nearIn([...addresses.keys()]),
      elsewhere: Map.groupBy(pages.keys(), path => bare(split(path).name)),
    }
    known.set(targets, sorted)
    return sorted
  }
  return (from, target) => {
    const path = resolveBeside(from, target)
    if (path === undefined) return undefined
    const { folder, name } = split(path)
    const beside = (meant: string | undefined) => (meant === undefined ? undefined : split(target).folder + meant)
    const atAddress = (name: string) => beside(target.startsWith('/') ? names().addresses(`/${folder}`, name) : undefined)
    if (isPublishable(name)) return beside(names().files(folder, name)) ?? atAddress(name)
    // Without its first slash, an address is taken for a file beside.
    const address = `/${target.replaceAll(/^[./]+|\/$/g, '')}/` as const
    if (addresses.has(address)) return address
    const [only, ...others] = names().elsewhere.get(bare(name)) ?? []
    const elsewhere = others.length === 0 ? only : undefined
    if (target.endsWith('/') || (target.startsWith('/') && !name.endsWith('.md')))
      return atAddress(`${bare(name)}/`) ?? (elsewhere && (pages.get(elsewhere) ?? undefined))
    return beside(names().stories(folder, name)) ?? (elsewhere && `/${elsewhere}`)
  }
}

/** The look-up of addresses, with what was meant by those that lead nowhere. */
export function suggestingLeads(
  leads: (from: SourcePath, target: string) => Lead,
  targets: Targets,
): (from: SourcePath, target: string) => Lead {
  const meantBy = suggestTargets(targets)
  return (from, target) => {
    const lead = leads(from, target)
    const meant = lead.target.kind === 'missing' ? meantBy(from, target) : undefined
    return meant === undefined ? lead : { ...lead, target: { kind: 'missing', meant } }
  }
}

/** The name in a folder that is near to this one. A folder ends with a slash. */
type NearName = (folder: string, name: string) => string | undefined

interface Names {
  readonly stories: NearName
  readonly files: NearName
  readonly addresses: NearName
  /** Stories and pages by their bare name. */
  readonly elsewhere: ReadonlyMap<string, readonly SourcePath[]>
}

function nearIn(paths: readonly string[]): NearName {
  const all = paths.map(split)
  const same = new Map(all.map(({ folder, name }) => [folder + bare(name), name]))
  const alike = Map.groupBy(all, ({ folder, name }) => folder + startOf(name))
  const nearest: NearName = (folder, name) => {
    const others = (alike.get(folder + startOf(name)) ?? []).map(({ name }) => name)
    return same.get(folder + bare(name)) ?? likelyFile(name, others)
  }
  // A body is rendered more than once where something in it is wrong.
  const found = new Map<string, string | undefined>()
  return (folder, name) => {
    const path = folder + name
    if (!found.has(path)) found.set(path, nearest(folder, name))
    return found.get(path)
  }
}

/** The folder with its slash, and the name, with the slash that an address ends with. */
function split(path: string): { readonly folder: string; readonly name: string } {
  const start = path.replace(/\/$/, '').lastIndexOf('/') + 1
  return { folder: path.slice(0, start), name: path.slice(start) }
}

/** A name without what its kind of file adds to it. */
function bare(name: string): string {
  return name.replace(/(\.md|\.html?|\/)$/i, '').toLowerCase()
}

function startOf(name: string): string {
  return name.charAt(0).toLowerCase()
}
