/** Writes the generated tables of the documents anew: `node_modules/.bin/node tools/write-docs.ts`. The tests hold them to it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { withTables } from './generated-tables.ts'

const README = fileURLToPath(new URL('../README.md', import.meta.url))

writeFileSync(README, withTables(readFileSync(README, 'utf8')))
