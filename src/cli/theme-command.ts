import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { TEMPLATE_NAMES, type TemplateName } from '../model/theme.ts'
import { writeNew } from '../platform/write-new.ts'
import { writeWhole } from '../platform/write-whole.ts'
import { readSiteFile } from '../sources/read-site-file.ts'
import { readTheme, TYPES_FILES } from '../theme/read-theme.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { readOperatorSettings } from './operator-settings.ts'
import { type CommonOptions, pathsFrom, UsageError } from './options.ts'
import { printJson } from './print.ts'
import { terminal } from './terminal.ts'

/**
 * `courant theme [template...]`: puts Courant's own templates into the theme, to be changed, and the types that editors complete
 * them by. Names all templates, and which of them the theme replaces. Never touches a template that is there.
 */
export function themeCommand(names: readonly string[], options: CommonOptions): Promise<ExitCode> {
  const screen = terminal()
  const settings = readOperatorSettings(options)
  const paths = pathsFrom(options, settings)
  // A theme stands beside a newsroom: where there is none, the folder is a wrong one.
  readSiteFile(paths.articles)
  const before = readTheme({ ...paths, isThemeNamed: false })
  const wanted = names.map(templateName)
  const taken = wanted.flatMap(name => before?.templates[name] ?? [])
  if (taken.length > 0) throw new UsageError(`${taken.join(', ')} is there already`, 'edit it, or move it away first')
  const folder = relative('.', paths.theme)
  for (const file of TYPES_FILES) writeWhole(join(paths.theme, file), brought(file))
  for (const name of wanted) writeNew(join(paths.theme, `${name}.ts`), brought(`${name}.ts`))
  const theme = readTheme(paths)
  if (options.json) printJson({ theme: folder, templates: theme?.templates })
  for (const name of TEMPLATE_NAMES) screen.say(`${name.padEnd(10)} ${theme?.templates[name] ?? '-'}`)
  screen.say(
    wanted.length > 0
      ? `Wrote ${wanted.map(name => join(folder, `${name}.ts`)).join(', ')}, as Courant has it. courant preview shows every change.`
      : `These are the templates, and the files of ${folder} that stand in for them. courant theme article puts one there to begin with.`,
  )
  return Promise.resolve(EXIT.done)
}

function templateName(name: string): TemplateName {
  const known = TEMPLATE_NAMES.find(one => one === name)
  if (known === undefined)
    throw new UsageError(`there is no template "${name}"`, `the templates are ${TEMPLATE_NAMES.join(', ')}`)
  return known
}

/** A file of Courant's own templates: from source they stand with the pages; in the package, beside its program. */
function brought(file: string): string {
  const folder = import.meta.url.endsWith('.ts') ? '../page/templates/' : './templates/'
  return readFileSync(new URL(folder + file, import.meta.url), 'utf8')
}
