import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A change to a file of the source, as somebody would make it who forgets the rest. */
export interface Planted {
  /** Below `src/`. */
  readonly file: string
  readonly find: string
  readonly replace: string
}

/**
 * What the compiler says of files of the source once others have these changes, by the settings of `tsconfig.json`: file and message. Nothing is
 * written. Throws where what is to be changed is not there.
 */
export function problemsWith(planted: readonly Planted[], files: readonly string[]): readonly string[] {
  const changed = new Map<string, string>()
  for (const { file, find, replace } of planted) {
    const path = `${ROOT}src/${file}`
    const text = changed.get(path) ?? readFileSync(path, 'utf8')
    if (!text.includes(find)) throw new Error(`${file} has no ${JSON.stringify(find)}`)
    changed.set(
      path,
      text.replace(find, () => replace),
    )
  }
  const options = settings()
  const host = ts.createCompilerHost(options)
  const { readFile } = host
  host.readFile = path => changed.get(path) ?? readFile(path)
  const program = ts.createProgram({ rootNames: files.map(file => `${ROOT}src/${file}`), options, host })
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, ' ')
    return `${file?.fileName.slice(`${ROOT}src/`.length)}: ${message}`
  })
}

function settings(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile)
  return ts.parseJsonConfigFileContent(config, ts.sys, ROOT).options
}
