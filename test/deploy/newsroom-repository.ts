import { chmodSync, mkdirSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { COURANT, courant, type Ended, runCommand, WITH_URL } from '../cli/courant.ts'
import { temporaryFolder, writeFiles } from '../support/newsroom.ts'

/** The newsroom's repository, as it stands at its host. */
export interface Repository {
  readonly origin: string
  /** A fresh checkout, as every job begins with. */
  readonly checkout: () => Promise<string>
  /** Runs a shell's line in a checkout, with `npx courant` as the newsroom's package.json would bring it. */
  readonly shell: (command: readonly string[], where: { cwd: string; env?: Readonly<Record<string, string>> }) => Promise<Ended>
}

/** A repository with what `courant init` writes. */
export async function newsroomRepository(): Promise<Repository> {
  const home = temporaryFolder()
  const origin = join(home, 'origin.git')
  writeFiles(home, {
    'bin/npx': `#!/bin/sh\n[ "$1 $2" = '--no courant' ] || exit 9\nshift 2\n# npx's own.\ncase "$1" in -*) exit 9 ;; esac\nexec "${process.execPath}" "${COURANT}" "$@"\n`,
  })
  chmodSync(join(home, 'bin/npx'), 0o755)
  const always = {
    PATH: [join(home, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter),
    GIT_CONFIG_GLOBAL: join(home, 'gitconfig'),
    GIT_CONFIG_SYSTEM: '/dev/null',
  }
  writeFiles(home, { gitconfig: '[user]\nname = Desk\nemail = desk@example.org\n[init]\ndefaultBranch = main\n' })
  const shell: Repository['shell'] = (command, { cwd, env }) => runCommand(command, { cwd, env: { ...always, ...env } })
  const git = async (cwd: string, ...args: readonly string[]): Promise<void> => {
    const { code, stderr } = await shell(['git', ...args], { cwd })
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
  }
  const checkout = async (): Promise<string> => {
    const folder = join(temporaryFolder(), 'newsroom')
    await git(home, 'clone', '--quiet', origin, folder)
    return folder
  }
  await git(home, 'init', '--quiet', '--bare', origin)
  const first = join(home, 'first')
  mkdirSync(first)
  await courant(['init', '.', ...WITH_URL], { cwd: first })
  await git(first, 'init', '--quiet')
  await git(first, 'remote', 'add', 'origin', origin)
  await git(first, 'add', '--all')
  await git(first, 'commit', '--quiet', '-m', 'A newsroom')
  await git(first, 'push', '--quiet', '--set-upstream', 'origin', 'main')
  return { origin, checkout, shell }
}

/** Commits what was changed in a checkout, and pushes it, as an author does. */
export async function pushAll({ shell }: Repository, cwd: string): Promise<void> {
  const { code, stderr } = await shell(['sh', '-ec', 'git add --all; git commit --quiet -m Edit; git push --quiet'], { cwd })
  if (code !== 0) throw new Error(stderr)
}
