import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { corpusFiles } from './corpus.ts'

/** Writes the corpus below `articles/` of a folder, with a search, which the comparison with others goes without. */
export function writeSearchableNewsroom(folder: string, count: number): void {
  for (const { path, content } of corpusFiles({ count, words: undefined })) {
    const file = join(folder, 'articles', path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, path === 'site.yaml' ? String(content).replace('search: false', 'search: true') : content)
  }
}
