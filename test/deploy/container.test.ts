import { cpSync, existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CORE_SCHEMA, load } from 'js-yaml'
import { expect, onTestFinished, test } from 'vitest'
import { Command, courant, runCommand, WITH_URL } from '../cli/courant.ts'
import { read } from '../docs/documents.ts'
import { temporaryFolder } from '../support/newsroom.ts'
import { deployFile } from './deploy-files.ts'

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))

interface Instruction {
  readonly name: string
  readonly value: string
}

/** A Dockerfile's instructions, by stage. */
function stagesOf(dockerfile: string): readonly (readonly Instruction[])[] {
  const lines = dockerfile
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
  const stages: Instruction[][] = []
  for (const line of lines.filter(text => text !== '')) {
    const [, name = '', value = ''] = /^([A-Z]+) +(.*)$/.exec(line) ?? []
    if (name === 'FROM') stages.push([])
    stages.at(-1)?.push({ name, value })
  }
  return stages
}

const STAGES = stagesOf(deployFile('Dockerfile'))
const [PACKAGES = [], IMAGE = []] = STAGES

/** What a COPY takes, and where it puts it, below the folder of the image that holds Courant. */
function copyOf({ value }: Instruction): { readonly from: readonly string[]; readonly to: string } {
  const words = value.split(' ').filter(word => !word.startsWith('--'))
  return { from: words.slice(0, -1), to: words.at(-1) ?? '' }
}

function copiesOf(stage: readonly Instruction[]): readonly { readonly from: readonly string[]; readonly to: string }[] {
  return stage.filter(({ name, value }) => name === 'COPY' && !value.startsWith('--from')).map(copyOf)
}

/** Does as the instruction says, from the checkout. */
function copyInto(folder: string, stage: readonly Instruction[]): void {
  for (const { from, to } of copiesOf(stage)) {
    const isFolder = to.endsWith('/') || from.length > 1
    for (const path of from)
      cpSync(join(CHECKOUT, path), isFolder ? join(folder, to, basename(path)) : join(folder, to), { recursive: true })
  }
}

function instruction(name: string): string {
  return IMAGE.find(given => given.name === name)?.value ?? ''
}

test('Dockerfile: both stages begin with the Node that the checkout pins', () => {
  const { version }: { version: string } = JSON.parse(read('tools/node/package.json'))
  expect(STAGES).toHaveLength(2)
  for (const [from] of STAGES) expect(from?.value.split(' ')[0]).toBe(`node:${version}-trixie-slim`)
})

test('Dockerfile: whatever it copies is there, and the build sees it and nothing else', () => {
  const copied = STAGES.flatMap(copiesOf).flatMap(({ from }) => from)
  for (const path of copied) expect(existsSync(join(CHECKOUT, path)), path).toBe(true)
  const [everything, ...seen] = deployFile('Dockerfile.dockerignore')
    .replaceAll(/^#.*\n/gm, '')
    .trim()
    .split('\n')
  expect(everything).toBe('*')
  expect(seen.sort()).toEqual([...new Set(copied)].map(path => `!${path}`).sort())
})

test('Dockerfile: what it puts together publishes and serves a newsroom, and passes its own health check', async () => {
  const built = temporaryFolder()
  copyInto(built, PACKAGES)
  const installs = PACKAGES.filter(({ name }) => name === 'RUN').map(({ value }) => value)
  expect(installs).toEqual(['npm ci --omit=dev'])
  const installed = await runCommand([...(installs[0]?.split(' ') ?? []), '--prefer-offline', '--no-audit', '--no-fund'], {
    cwd: built,
  })
  expect(installed.code, installed.stderr).toBe(0)
  const image = temporaryFolder()
  expect(IMAGE.map(({ value }) => value)).toContain('--from=packages /courant/node_modules node_modules')
  cpSync(join(built, 'node_modules'), join(image, 'node_modules'), { recursive: true, verbatimSymlinks: true })
  copyInto(image, IMAGE)
  expect(existsSync(join(image, 'node_modules/vitest'))).toBe(false)

  const newsroom = join(temporaryFolder(), 'newsroom')
  await courant(['init', newsroom, ...WITH_URL], { cwd: temporaryFolder() })
  const [, ...entry]: string[] = JSON.parse(instruction('ENTRYPOINT'))
  const command: string[] = JSON.parse(instruction('CMD'))
  const here = [...entry.map(part => part.replace('/courant', image)), ...command].map(part => (part === '8080' ? '0' : part))
  const running = new Command([process.execPath, ...here], { cwd: newsroom })
  onTestFinished(() => running.kill('SIGKILL'))
  // JSON, since nobody looks on.
  const [, port = ''] = await running.says(/"event":"serving","address":"http:\/\/0\.0\.0\.0:(\d+)\//)
  expect(await health(port, newsroom)).toBe(0)
  running.kill('SIGTERM')
  expect(await running.ended).toMatchObject({ code: 0 })
  expect(await health(port, newsroom)).toBe(1)
})

/** The exit code of the image's health check, asked of another port. */
async function health(port: string, cwd: string): Promise<number | undefined> {
  const [, ...args]: string[] = JSON.parse(instruction('HEALTHCHECK').replace(/^.*CMD /, ''))
  return (await runCommand([process.execPath, ...args.map(part => part.replace(':8080', `:${port}`))], { cwd })).code
}

test('Dockerfile: it runs as somebody who may write nothing but the newsroom', () => {
  expect(instruction('USER')).toBe('node')
  expect(instruction('WORKDIR')).toBe('/courant')
  expect(IMAGE.findLast(({ name }) => name === 'WORKDIR')?.value).toBe('/newsroom')
})

test('compose.yaml: it builds that file, and mounts a newsroom so that what is written stands on one mount', async () => {
  const compose: Compose = JSON.parse(JSON.stringify(load(deployFile('compose.yaml'), { schema: CORE_SCHEMA })))
  const { build, ports, volumes, read_only, init } = compose.services.courant
  expect(existsSync(join(CHECKOUT, 'deploy', build.context, build.dockerfile))).toBe(true)
  expect(ports[0]?.split(':').at(-1)).toBe(instruction('EXPOSE'))
  expect([read_only, init]).toEqual([true, true])
  const newsroom = join(temporaryFolder(), 'newsroom')
  await courant(['init', newsroom, ...WITH_URL], { cwd: temporaryFolder() })
  const mounts = volumes.map(mount => mount.replace(/\$\{NEWSROOM[^}]*\}/, newsroom).split(':'))
  for (const [from = ''] of mounts) expect(existsSync(from), from).toBe(true)
  expect(mounts.filter(([, , mode]) => mode !== 'ro')).toEqual([[newsroom, '/newsroom']])
})

interface Compose {
  readonly services: {
    readonly courant: {
      readonly build: { readonly context: string; readonly dockerfile: string }
      readonly ports: readonly string[]
      readonly volumes: readonly string[]
      readonly read_only: boolean
      readonly init: boolean
    }
  }
}
