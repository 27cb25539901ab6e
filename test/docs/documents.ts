import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The checkout's folder, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Every document that people read, by its path from the checkout's folder. */
export const DOCUMENTS: readonly string[] = [
  ...readdirSync(ROOT).filter(name => name.endsWith('.md')),
  ...readdirSync(`${ROOT}docs`)
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
  'bench/README.md',
  'deploy/README.md',
]

/** The text of a document or of a file of the code. */
export function read(path: string): string {
  return readFileSync(ROOT + path, 'utf8')
}

/** A fenced block of code: its language, empty when it names none, and its text without the indentation of its fence. */
export interface Fence {
  readonly lang: string
  readonly text: string
}

/** The fenced blocks of a document, in order. */
export function fencesOf(document: string): readonly Fence[] {
  return [...document.matchAll(/^( *)(`{3,})(\w*)\n([\s\S]*?)\n\1\2$/gm)].map(([, indent = '', , lang = '', text = '']) => ({
    lang,
    text: `${text.replaceAll(new RegExp(`^${indent}`, 'gm'), '')}\n`,
  }))
}

/** What stands in backquotes within the text, fenced blocks excluded. */
export function inlineCode(document: string): readonly string[] {
  return [...withoutFences(document).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
}

/** The document without its fenced blocks. */
export function withoutFences(document: string): string {
  return document.replaceAll(/^( *)(`{3,})\w*\n[\s\S]*?\n\1\2$/gm, '')
}

/** The section under a heading, up to the next one of its level or above. */
export function sectionOf(document: string, heading: string): string {
  const start = document.indexOf(`\n${heading}\n`)
  if (start < 0) throw new Error(`there is no heading "${heading}"`)
  const level = heading.indexOf(' ')
  const rest = document.slice(start + heading.length + 2)
  const end = rest.search(new RegExp(`^#{1,${level}} `, 'm'))
  return end < 0 ? rest : rest.slice(0, end)
}

/** The cells of every row of a section's tables whose first cell is one name in backquotes, by that name. */
export function rowsByName(section: string): ReadonlyMap<string, readonly string[]> {
  const rows = new Map<string, readonly string[]>()
  for (const line of section.split('\n')) {
    const cells = line.split(/(?<!\\)\|/).map(cell => cell.trim())
    const name = /^`([^`]+)`$/.exec(cells[1] ?? '')?.[1]
    if (name !== undefined) rows.set(name, cells.slice(2, -1))
  }
  return rows
}
