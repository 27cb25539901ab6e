import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { TemplateName, Theme } from '../model/theme.ts'
import { wordsOf } from '../page/drawing.ts'
import { ownFiles, themeFile } from './read-theme.ts'

/** Where in a theme something went wrong. */
interface FaultPlace {
  readonly file: string
  readonly line: number
  readonly column: number
}

/**
 * What a theme did wrong, for whoever wrote it: at its place in the theme where the error tells one, else at the top of the
 * template's own file. `doing` is what was being done, ending where the error's own words can follow.
 */
export function themeFault(
  theme: Theme,
  { file, error, doing }: { readonly file: string; readonly error: unknown; readonly doing: string },
): Diagnostic {
  const { file: at, line, column } = placeOf(error, theme) ?? { file, line: 1, column: 1 }
  const words = wordsOf(error).replaceAll(`${theme.root}/`, '').split('\n', 1)[0]
  return {
    severity: 'error',
    code: 'theme',
    path: `${theme.path}/${at}`,
    line,
    column,
    message: `${doing}: ${words}`,
    remedy: REMEDY,
  }
}

/** What becomes of pages whose template fails. */
const REMEDY = 'mend it: until then pages stand as they were, and new ones are made with the template that Courant brings'

function placeOf(error: unknown, theme: Theme): FaultPlace | undefined {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return undefined
  return placeInStack(error.stack, theme) ?? (error instanceof SyntaxError ? unreadable(theme) : undefined)
}

/** The first place in the theme that a stack names; of a syntax error the column is that of the mark below its line. */
function placeInStack(stack: string, { root }: Theme): FaultPlace | undefined {
  const lines = stack.split('\n').map(decoded)
  for (const [index, line] of lines.entries()) {
    const start = line.indexOf(`${root}/`)
    const [, file, row, column] =
      start < 0 ? [] : (/^(.+?\.(?:[cm]?[jt]s)):(\d+)(?::(\d+))?/.exec(line.slice(start + root.length + 1)) ?? [])
    if (file === undefined) continue
    const mark =
      lines
        .slice(index)
        .find(line => /^\s*\^/.test(line))
        ?.indexOf('^') ?? 0
    return { file, line: Number(row), column: Number(column ?? mark + 1) }
  }
  return undefined
}

/** Modules are named by their address in a stack, where a space is `%20`. */
function decoded(line: string): string {
  try {
    return decodeURI(line)
  } catch {
    return line
  }
}

/** The place of a syntax error in JavaScript, of which Node tells none: TypeScript's reader, which reads it too, tells. */
function unreadable(theme: Theme): FaultPlace | undefined {
  const scripts = ownFiles(theme.root).files.filter(({ path }) => /\.m?js$/.test(path))
  for (const { path } of scripts) {
    const file = themeFile(theme, path)
    try {
      stripTypeScriptTypes(readFileSync(file, 'utf8'), { sourceUrl: file })
    } catch (error) {
      return placeOf(error, theme) ?? { file: path, line: 1, column: 1 }
    }
  }
  return undefined
}

/** What is said of a template that does not come to an end, or ended its thread. */
export function stuckTemplate(
  theme: Theme,
  {
    name,
    reason,
    deadlineMs,
  }: { readonly name: TemplateName; readonly reason: 'deadline' | 'crash'; readonly deadlineMs: number },
): Diagnostic {
  const file = theme.templates[name] ?? name
  const error = reason === 'deadline' ? `takes longer than ${deadlineMs / 1000} seconds` : 'ends the thread that it runs in'
  return { ...themeFault(theme, { file, error, doing: `the template ${name} cannot be used` }), code: 'slow-theme' }
}

/** The same diagnostics, where a place in the theme is told of once, whatever number of pages it is at work on. */
export function faultsOnce(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const [faults, others] = [diagnostics.filter(isFault), diagnostics.filter(one => !isFault(one))]
  const places = Map.groupBy(faults, ({ path, line, column }) => `${path}:${line}:${column}`)
  const once = [...places.values()].flatMap(same => {
    const [first, ...more] = same.toSorted((a, b) => (a.message < b.message ? -1 : 1))
    const elsewhere = more.filter(({ message }) => message !== first?.message).length
    return first ? [elsewhere === 0 ? first : { ...first, message: `${first.message} (and on ${elsewhere} more)` }] : []
  })
  return [...others, ...once]
}

/** Whether it is the theme that did wrong. */
export function isFault({ code, severity }: Diagnostic): boolean {
  return (code === 'theme' && severity === 'error') || code === 'slow-theme'
}
