import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ROOT } from './documents.ts'

const run = promisify(execFile)

/** What `courant` and each of its commands say of themselves. */
export interface Help {
  /** Options by command, with their dashes; those of `courant` itself under the empty name. */
  readonly options: ReadonlyMap<string, ReadonlySet<string>>
}

/** Asks the command itself, as people do. */
export async function readHelp(): Promise<Help> {
  const general = await helpOf([])
  const commands = [...general.matchAll(/^ {2}(\w+) (?:\[options\] )?(?:<\w+(?:\.{3})?>|\[\w+\.{3}\])? +\S/gm)].map(
    ([, name = '']) => name,
  )
  const named = commands.filter(name => name !== 'help')
  const pages = await Promise.all(named.map(async name => [name, optionsIn(await helpOf([name]))] as const))
  return { options: new Map([['', optionsIn(general)], ...pages]) }
}

async function helpOf(command: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['bin/courant.js', ...command, '--help'], { cwd: ROOT })
  return stdout
}

function optionsIn(help: string): ReadonlySet<string> {
  return new Set([...help.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option = '']) => option))
}
