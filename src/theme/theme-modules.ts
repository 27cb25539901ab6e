import { readFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compileFunction } from 'node:vm'
import type { Theme } from '../model/theme.ts'

/**
 * From now on, this thread reads the theme's own files as the modules that they are. Node goes by the nearest `package.json` instead, which
 * may stand above the theme: that of `npm init` says `"type": "commonjs"`, and every `export` would be a mistake.
 */
export function readAsModules({ root }: Pick<Theme, 'root'>): void {
  const own = pathToFileURL(`${root}/`).href
  registerHooks({
    load: (url, context, next) => {
      const format =
        url.startsWith(own) && !url.startsWith(`${own}node_modules/`) ? MODULE_FORMATS.get(context.format) : undefined
      return next(url, format === undefined || isCommonJs(fileURLToPath(url)) ? context : { ...context, format })
    },
  })
}

const MODULE_FORMATS: ReadonlyMap<string | null | undefined, string> = new Map([
  ['commonjs', 'module'],
  ['commonjs-typescript', 'module-typescript'],
])

/** Whether a file that is said to be CommonJS is: neither `import` nor `export` can stand there. */
function isCommonJs(file: string): boolean {
  try {
    compileFunction(stripTypeScriptTypes(readFileSync(file, 'utf8')), [
      'exports',
      'require',
      'module',
      '__filename',
      '__dirname',
    ])
    return true
  } catch {
    return false
  }
}
