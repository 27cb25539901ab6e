/** Writes the generated tables of the documents anew: `node_modules/.bin/node tools/write-docs.ts`. The tests hold them to it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { withTables } from './generated-tables.ts'

for (const name of ['README.md', 'docs/themes.md']) {
  const file = fileURLToPath(new URL(`../${name}`, import.meta.url))
  writeFileSync(file, withTables(readFileSync(file, 'utf8')))
}
