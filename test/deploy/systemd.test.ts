import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { Command, courant, runCommand, WITH_URL } from '../cli/courant.ts'
import { describeInstalled } from '../support/describe-installed.ts'
import { temporaryFolder } from '../support/newsroom.ts'
import { deployFile, withReplaced } from './deploy-files.ts'

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** The most that systemd may find exposed, of 10: what is left is the network, and files that a web server may read. */
const MOST_EXPOSED = 1.5

/** The unit for a newsroom on this machine. */
function unitFor(newsroom: string): string {
  return withReplaced(deployFile('courant.service'), {
    '/usr/bin/node': process.execPath,
    '/opt/courant': CHECKOUT,
    '/srv/newsroom': newsroom,
  })
}

/** The value of a unit's setting. */
function settingOf(unit: string, name: string): string {
  const value = new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1]
  if (value === undefined) throw new Error(`${name} is not set`)
  return value
}

describeInstalled('systemd', {
  needs: ['systemd-analyze'],
  packages: 'systemd',
  tests: () => {
    function analyze(...args: readonly string[]) {
      const home = temporaryFolder()
      const file = join(home, 'courant.service')
      mkdirSync(join(home, 'newsroom'))
      writeFileSync(file, unitFor(join(home, 'newsroom')))
      return runCommand(['systemd-analyze', '--no-pager', ...args, file], { cwd: home })
    }

    test('verify finds nothing to say of the unit', async () => {
      const { code, stderr } = await analyze('verify', '--man=no')
      expect(code, stderr).toBe(0)
      // Of other units of this machine it may.
      expect(stderr).not.toContain('courant.service')
    })

    test('security finds little exposed', async () => {
      const { code, stdout } = await analyze('security', '--offline=true', `--threshold=${MOST_EXPOSED * 10}`)
      expect(code, stdout).toBe(0)
    })
  },
})

test('courant.service: its command serves a fresh newsroom, stays when it is reloaded, and ends with 0 when it is told to', async () => {
  const newsroom = join(temporaryFolder(), 'newsroom')
  expect(await courant(['init', newsroom, ...WITH_URL], { cwd: temporaryFolder() })).toMatchObject({ code: 0 })
  const unit = unitFor(newsroom)
  const command = [...settingOf(unit, 'ExecStart').split(' '), '--port', '0']
  const service = new Command(command, { cwd: settingOf(unit, 'WorkingDirectory') })
  onTestFinished(() => service.kill('SIGKILL'))
  const [, address = ''] = await service.says(/^Serving it at (\S+)\//m)
  expect((await fetch(`${address}/feed.atom`)).status).toBe(200)
  expect(settingOf(unit, 'ExecReload')).toContain('-HUP')
  service.kill('SIGHUP')
  await service.says(/courant\.yaml/)
  expect((await fetch(`${address}/feed.atom`)).status).toBe(200)
  service.kill('SIGTERM')
  expect(await service.ended).toMatchObject({ code: 0 })
})

test('courant.service: a wrong configuration ends it with the code that is not tried again', async () => {
  const newsroom = temporaryFolder()
  const unit = unitFor(newsroom)
  writeFileSync(join(newsroom, 'courant.yaml'), 'port: many\n')
  const { code } = await runCommand(settingOf(unit, 'ExecStart').split(' '), { cwd: newsroom })
  expect(String(code)).toBe(settingOf(unit, 'RestartPreventExitStatus'))
})
