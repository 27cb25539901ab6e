import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { databaseFault } from '../../src/db/sqlite.ts'
import { lastGoodIn } from '../../src/state/last-good.ts'
import { readHeld } from '../../src/state/remembered.ts'
import { writeState } from '../../src/state/state.ts'
import { runCommand } from '../cli/courant.ts'
import { temporaryFolder, treeOf } from '../support/newsroom.ts'

const DYING = fileURLToPath(new URL('./die-in-commit.ts', import.meta.url))

interface StateFolder {
  readonly state: string
}

function stateWith(source: string): StateFolder {
  const paths = { state: join(temporaryFolder(), 'state') }
  writeState(paths, state => {
    state.setHeld(['urn:before'])
    state.setSources(Array.from({ length: 40 }, (_, index) => ({ path: `${index}.md`, source })))
  })
  return paths
}

/** A state that a writer left half written when it was killed. */
async function halfWritten(): Promise<StateFolder> {
  const paths = stateWith('before'.repeat(100_000))
  const { code, stderr } = await runCommand([process.execPath, DYING, paths.state], { cwd: paths.state })
  expect([code, stderr]).toEqual([undefined, ''])
  expect(existsSync(join(paths.state, 'state.sqlite-journal'))).toBe(true)
  return paths
}

function readOf(paths: StateFolder): readonly unknown[] {
  using lastGood = lastGoodIn(paths)
  return [readHeld(paths), lastGood('0.md')?.source.slice(0, 6), lastGood('39.md')?.source.slice(0, 6)]
}

describe('a state whose writer was killed in the middle', () => {
  test('is read as it was before, and whoever reads changes nothing', async () => {
    const paths = await halfWritten()
    const before = treeOf(paths.state)
    expect(readOf(paths)).toEqual([['urn:before'], 'before', 'before'])
    const after = treeOf(paths.state)
    expect([...after.keys()]).toEqual([...before.keys()])
    expect([...after].every(([name, bytes]) => before.get(name)?.equals(bytes))).toBe(true)
  }, 30_000)

  test('is whole again with the next change, and nothing is left beside it', async () => {
    const paths = await halfWritten()
    writeState(paths, state => state.setFact('reached', '5'))
    expect(readOf(paths)).toEqual([['urn:before'], 'before', 'before'])
    expect(readdirSync(paths.state).sort()).toEqual(['state.sqlite', 'version'])
  }, 30_000)
})

describe('a change of the state', () => {
  test('is all or nothing', () => {
    const paths = stateWith('before')
    const failing = (): void =>
      writeState(paths, state => {
        state.setHeld(['urn:after'])
        throw new Error('no')
      })
    expect(failing).toThrow('no')
    expect(readHeld(paths)).toEqual(['urn:before'])
  })

  test('that changes nothing writes nothing', () => {
    const paths = stateWith('before')
    const file = join(paths.state, 'state.sqlite')
    const before = [statSync(file).mtimeMs, readFileSync(file)] as const
    writeState(paths, state => {
      state.setHeld(['urn:before'])
      state.setMissing([])
      state.setFact('preview', undefined)
    })
    expect(statSync(file).mtimeMs).toBe(before[0])
    expect(readFileSync(file).equals(before[1])).toBe(true)
  })

  test('leaves nothing beside the database', () => {
    expect(readdirSync(stateWith('before').state).sort()).toEqual(['state.sqlite', 'version'])
  })
})

describe('a damaged state', () => {
  test.each(['', 'rubbish'.repeat(2000)])('is an error with its fix', text => {
    const state = temporaryFolder()
    writeFileSync(join(state, 'state.sqlite'), text)
    expect(() => readHeld({ state })).toThrow(expect.objectContaining({ code: 'damaged-database' }))
  })
})

describe('a busy state', () => {
  test('is an error with its fix', () => {
    const fault = databaseFault(Object.assign(new Error('database is locked'), { errcode: 5 }), { path: 's.sqlite', lost: '' })
    expect(fault).toMatchObject({ code: 'locked', remedy: 'wait for that program, or see which it is: fuser s.sqlite' })
  })
})
