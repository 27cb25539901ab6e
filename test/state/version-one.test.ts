import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { settleState, writeState } from '../../src/state/state.ts'
import { treeOf } from '../support/newsroom.ts'
import { expectAll, FILES, leftByVersionOne } from './version-one.ts'

describe('a state of version 1', () => {
  test('is read as it is, and nothing is written', () => {
    const paths = leftByVersionOne()
    expectAll(paths)
    expect(Object.fromEntries([...treeOf(paths.state)].map(([name, bytes]) => [name, bytes.toString()]))).toEqual(FILES)
  })

  test('is copied whole by the first change, and its files go once that publish has succeeded', () => {
    const paths = leftByVersionOne()
    writeState(paths, () => {})
    expectAll(paths)
    expect(existsSync(join(paths.state, 'last-good.jsonl'))).toBe(true)
    settleState(paths)
    expectAll(paths)
    expect(readdirSync(paths.state).sort()).toEqual(['state.sqlite', 'version'])
  })

  test('is copied again where a kill came before the database had its name', () => {
    const paths = leftByVersionOne()
    writeState(paths, () => {})
    rmSync(join(paths.state, 'state.sqlite'))
    writeFileSync(join(paths.state, 'state.sqlite.making'), 'half')
    settleState(paths)
    expectAll(paths)
    writeState(paths, () => {})
    expectAll(paths)
    settleState(paths)
    expect(readdirSync(paths.state).sort()).toEqual(['state.sqlite', 'version'])
  })
})
