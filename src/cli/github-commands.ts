import { normalize } from 'node:path'
import type { Diagnostic } from '../model/diagnostic.ts'
import { REASONS } from '../model/reasons.ts'
import { shownPath } from '../state/paths.ts'

/** Mistakes as annotations of GitHub Actions (workflow commands): one a line, at their places. */
export function githubCommands(diagnostics: readonly Diagnostic[], root: string): string {
  return diagnostics
    .map(({ severity, code, path, line, column, field, message, remedy }) => {
      const place = ` file=${escaped(normalize(shownPath(root, path)), ':,')},line=${line},col=${column}`
      return githubCommand({ severity, place, text: `${field ? `${field}: ` : ''}${message}: ${remedy} (${REASONS[code]})` })
    })
    .join('')
}

/** One annotation; of the whole run where it has no place. */
export function githubCommand({
  severity,
  place = '',
  text,
}: {
  readonly severity: Diagnostic['severity']
  readonly place?: string
  readonly text: string
}): string {
  return `::${severity}${place}::${escaped(text, '')}\n`
}

/** Escapes a value of a GitHub workflow command: percent and line ends, and in properties colon and comma. */
function escaped(text: string, also: string): string {
  return [...text]
    .map(character =>
      `%\r\n${also}`.includes(character)
        ? `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
        : character,
    )
    .join('')
}
