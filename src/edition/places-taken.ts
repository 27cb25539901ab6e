import { type OutPath, outPathOf, type SitePath } from '../model/address.ts'
import type { MutableMap } from '../model/maps.ts'

/** Places in `out/`, and who has them. */
export interface Places {
  /** Who has this place, or stands in its way: a file where it needs a folder, or files in a folder where it goes. */
  readonly holderOf: (path: OutPath) => string | undefined
  readonly take: (path: OutPath, holder: string) => void
  /** Gives a place back that was taken once. */
  readonly release: (path: OutPath) => void
}

/** A folder in which places are taken: who took the first, and how many there are. */
export interface TakenFolder {
  readonly holder: string
  readonly count: number
}

/** Who has places, in maps that a database can hold. */
export interface PlaceMaps {
  readonly files: MutableMap<string, string>
  readonly folders: MutableMap<string, TakenFolder>
}

/** Places, of which none is taken yet where the maps are empty. They are the same for any case of their letters. */
export function placesTaken({ files, folders }: PlaceMaps = { files: new Map(), folders: new Map() }): Places {
  const holderAbove = (at: string): string | undefined => {
    for (const folder of foldersAbove(at)) {
      const holder = files.get(folder)
      if (holder !== undefined) return holder
    }
    return undefined
  }
  return {
    holderOf: path => {
      const at = fold(path)
      return files.get(at) ?? folders.get(at)?.holder ?? holderAbove(at)
    },
    take: (path, holder) => {
      const at = fold(path)
      const isNew = !files.has(at)
      files.set(at, holder)
      if (!isNew) return
      for (const folder of foldersAbove(at)) {
        const known = folders.get(folder)
        folders.set(folder, { holder: known?.holder ?? holder, count: (known?.count ?? 0) + 1 })
      }
    },
    release: path => {
      const at = fold(path)
      if (!files.has(at)) return
      files.delete(at)
      for (const folder of foldersAbove(at)) {
        const { holder, count } = folders.get(folder) ?? { holder: '', count: 0 }
        if (count > 1) folders.set(folder, { holder, count: count - 1 })
        else folders.delete(folder)
      }
    },
  }
}

/** The folders that a place is in, the outermost first. */
export function foldersAbove(at: OutPath): readonly string[] {
  const folders: string[] = []
  for (let end = at.indexOf('/'); end >= 0; end = at.indexOf('/', end + 1)) folders.push(at.slice(0, end))
  return folders
}

/** Where an alias stands in `out/`: a file as it is named, or the index of its folder. */
export function aliasPath(alias: SitePath): OutPath {
  if (/\.[a-z0-9]+$/i.test(alias)) return alias.slice(1)
  return outPathOf(alias.endsWith('/') ? alias : `${alias}/`)
}

/** A place as it is compared with others, whatever the case of its letters. */
export function fold(path: OutPath): OutPath {
  // Nearly all paths are folded already. This check takes half the time of folding.
  return IS_FOLDED.test(path) ? path : path.normalize('NFC').toLowerCase()
}

const IS_FOLDED = /^[a-z0-9/._-]*$/
