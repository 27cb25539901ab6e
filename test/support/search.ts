import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { isIndexFile } from '../../src/model/made-files.ts'
import { type TemporaryNewsroom, treeOf } from './newsroom.ts'

/** The files of the index that stands in `out/`, by path. */
export function indexFiles(newsroom: TemporaryNewsroom): ReadonlyMap<string, Buffer> {
  return new Map([...newsroom.out()].filter(([path]) => isIndexFile(path)))
}

/** Everything that the index, public or in the making, says, unpacked: all but Pagefind's own program. */
export function indexText(newsroom: TemporaryNewsroom): string {
  const folder = join(newsroom.paths.cache, 'search')
  const cached = [...(existsSync(folder) ? treeOf(folder) : [])].map(([path, bytes]) => [`cache ${path}`, bytes] as const)
  return [...indexFiles(newsroom), ...cached]
    .filter(([path]) => !/wasm[.]\w+[.]pagefind$|pagefind[.]js$/.test(path))
    .map(
      ([path, bytes]) => `${path}\n${bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes).toString() : bytes.toString()}`,
    )
    .join('\n')
}
