import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readHelp } from '../docs/command-help.ts'
import { deployFile } from './deploy-files.ts'

const FOLDER = fileURLToPath(new URL('../../deploy', import.meta.url))
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(path => statSync(join(FOLDER, path)).isFile())

test('deploy: every call of courant takes a command and options that it has', async () => {
  const { options } = await readHelp()
  const calls = FILES.flatMap(file =>
    [...deployFile(file).matchAll(/(?:npx --no courant|courant\.js) ([^\n#)|]+)/g)].map(([, call = '']) => call),
  )
  expect(calls.length).toBeGreaterThan(5)
  for (const call of calls) {
    const [command = ''] = call.split(' ')
    const known = options.get(command.startsWith('-') ? '' : command)
    for (const option of call.match(/--[\w-]+/g) ?? []) expect(known, call).toContain(option)
    expect(known, call).toBeDefined()
  }
})
