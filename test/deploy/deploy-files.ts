import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The text of a file of `deploy/`. */
export function deployFile(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../deploy/${path}`, import.meta.url)), 'utf8')
}

/** The text with each of these in place of what it names. @throws Error when one of them is not in it */
export function withReplaced(text: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`"${from}" is not there`)
    return changed.replaceAll(from, to)
  }, text)
}
