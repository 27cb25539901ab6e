import { madeId } from '../article/made-id.ts'
import type { ParsedArticle } from '../article/parse-article.ts'
import { aliasPath, fold, foldersAbove } from '../edition/places-taken.ts'
import { type OutPath, outPathOf, type SourcePath } from '../model/address.ts'
import type { StandingPage } from '../model/article.ts'
import { hash32 } from '../model/hash32.ts'
import type { MembersByHash } from '../model/maps.ts'
import type { RecordEntry } from '../model/record.ts'

/** A file of the newsroom, by its path, or an entry of the record, by its story's id. */
export type Member = `file ${SourcePath}` | `entry ${string}`

/** The names under which a file or an entry takes part in the rules on ids and addresses, and those that it asks for. */
export interface Names {
  readonly known: readonly string[]
  readonly asks: readonly string[]
}

/** The names of a story's file: its path, its bytes, its ids, its story, and the places that it wants. */
export function namesOfArticle(article: ParsedArticle, idPrefix: string): Names {
  const { path, givenId, source, permalink, aliases, story } = article
  const ids = [madeId(article, idPrefix), ...(givenId === undefined ? [] : [givenId])].map(id => `id ${id}`)
  const places = [outPathOf(permalink), ...aliases.map(aliasPath)].map(namesOfPlace)
  return joined(places, [`path ${path}`, `hash ${source.hash}`, `story ${story}`, ...ids])
}

/** The names of a standing page's file. */
export function namesOfStanding({ path, permalink }: StandingPage): Names {
  return joined([namesOfPlace(outPathOf(permalink))], [`path ${path}`])
}

/** The names of a story's or page's file that cannot be read: the record may know its path. */
export function namesOfUnreadable(path: SourcePath): Names {
  return joined([], [`path ${path}`])
}

/** The names of an entry of the record. An id with a number behind a semicolon was made beside another. */
export function namesOfEntry({ id, path, hash, permalink, former }: RecordEntry): Names {
  const places = [permalink, ...former].map(address => namesOfPlace(aliasPath(address)))
  return joined(places, [`id ${id}`, `id ${id.replace(/;\d+$/, '')}`, `path ${path}`, `hash ${hash}`])
}

/** The names of a place in `out/`: its own, and the folders above it; it asks what is in a folder of its name, and what stands where its folders are. */
export function namesOfPlace(path: OutPath): Names {
  const at = fold(path)
  const above = foldersAbove(at)
  return {
    known: [`at ${at}`, ...above.map(folder => `under ${folder}`)],
    asks: [`at ${at}`, `under ${at}`, ...above.map(folder => `at ${folder}`)],
  }
}

function joined(places: readonly Names[], names: readonly string[]): Names {
  return {
    known: [...names, ...places.flatMap(({ known }) => known)],
    asks: [...names, ...places.flatMap(({ asks }) => asks)],
  }
}

/**
 * The files and entries of a newsroom by their names. The rules on a file (its id, its address, when it is released, its line in the record)
 * follow from those that share a name with it, and from those that share one with these: its neighbourhood. Names are kept as
 * numbers of 32 bits: two that come to the same number make a neighbourhood larger, which changes nothing.
 */
export class Neighbourhoods {
  readonly #known: MembersByHash<Member>

  constructor(known: MembersByHash<Member>) {
    this.#known = known
  }

  /** Notes the names of a file or an entry, in place of those that it had. */
  set(member: Member, { before, now }: { readonly before?: Names | undefined; readonly now: Names | undefined }): void {
    this.#known.change(member, { before: hashesOf(before), now: hashesOf(now) })
  }

  /** These members, and all that are tied to them by names. `namesOf`: the names of a member, all of those that it had and has. */
  around(members: Iterable<Member>, namesOf: (member: Member) => readonly Names[]): ReadonlySet<Member> {
    const found = new Set<Member>(members)
    // A set is walked to its end, and what is added meanwhile as well.
    for (const member of found)
      for (const { asks } of namesOf(member))
        for (const name of asks) for (const other of this.#known.of(hashOfName(name))) found.add(other)
    return found
  }
}

function hashesOf(names: Names | undefined): ReadonlySet<number> {
  return new Set(names?.known.map(hashOfName))
}

/** A name as a number of 32 bits without a sign. */
export function hashOfName(name: string): number {
  return hash32(name) >>> 0
}

/** A member by its text. */
export function memberFrom(text: string): Member {
  return text.startsWith('entry ') ? `entry ${text.slice('entry '.length)}` : `file ${text.slice('file '.length)}`
}
