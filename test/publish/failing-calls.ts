import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Ended, runCommand } from '../cli/courant.ts'
import { temporaryFolder } from '../support/newsroom.ts'

/** A change of the disk, as the system is asked for it. */
export interface Change {
  readonly call: string
  readonly path: string
}

const STRACE = 'strace'
/** Calls that change a disk. A file is opened for reading by one of them too. */
const CALLS = 'openat,write,pwrite64,fsync,fdatasync,rename,mkdir,unlink,unlinkat,rmdir,ftruncate,copy_file_range,sendfile'

/** Whether this machine has strace, and lets it look on. */
export async function canTrace(): Promise<boolean> {
  return await runCommand([STRACE, '-qq', '-o', '/dev/null', process.execPath, '--version'], { cwd: '/' }).then(
    ({ code }) => code === 0,
    () => false,
  )
}

/** Every different change below a folder that a command asks for, in order. */
export async function changesOf(command: readonly string[], { cwd }: { readonly cwd: string }): Promise<readonly Change[]> {
  const log = join(temporaryFolder(), 'log')
  await runCommand([STRACE, '-f', '--seccomp-bpf', '-qq', '-y', '-s', '0', '-o', log, '-e', `trace=${CALLS}`, ...command], {
    cwd,
  })
  const changes = readFileSync(log, 'utf8').split('\n').flatMap(changeIn)
  const inside = changes.filter(({ path }) => path.startsWith(`${cwd}/`))
  return [...new Map(inside.map(change => [`${change.call} ${change.path}`, change])).values()]
}

/** Runs a command for which the first such call on that path fails. Says whether there was one. */
export async function runFailing(
  command: readonly string[],
  { cwd, change: { call, path }, error }: { readonly cwd: string; readonly change: Change; readonly error: string },
): Promise<Ended & { readonly failed: boolean }> {
  const log = join(temporaryFolder(), 'log')
  const inject = ['-P', path, '-e', `trace=${call}`, '-e', `inject=${call}:error=${error}:when=1`]
  const ended = await runCommand([STRACE, '-f', '--seccomp-bpf', '-qq', '-o', log, ...inject, ...command], { cwd })
  return { ...ended, failed: readFileSync(log, 'utf8').includes('(INJECTED)') }
}

/** `12 write(20</a/b>, …`, `12 rename("/a", "/b"`, `12 openat(AT_FDCWD</a>, "/a/b", O_WRONLY|…`: the call, and the path that it changes. */
function changeIn(line: string): readonly Change[] {
  const [, call, path, flags = 'O_CREAT'] =
    /^\d+ +(\w+)\((?:AT_FDCWD<[^>]*>, )?(?:\d+<|")([^">]+)[>"](?:, (O_\w[\w|]*))?/.exec(line) ?? []
  return call !== undefined && path !== undefined && flags.includes('O_CREAT') ? [{ call, path }] : []
}
