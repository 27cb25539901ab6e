/** Writes the tables of docs/performance.md from what `npm run bench -- --json` printed: `node_modules/.bin/node tools/write-figures.ts FILE…`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { noResults } from '../bench/report.ts'
import { withFigures } from './performance-tables.ts'

const file = fileURLToPath(new URL('../docs/performance.md', import.meta.url))
const results = process.argv.slice(2).map(path => ({ ...noResults(), ...JSON.parse(readFileSync(path, 'utf8')) }))
writeFileSync(file, results.reduce(withFigures, withFigures(readFileSync(file, 'utf8'), noResults())))
