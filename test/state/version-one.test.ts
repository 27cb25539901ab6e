import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { databaseFault } from '../../src/db/sqlite.ts'
import { lastGoodIn } from '../../src/state/last-good.ts'
import { readReleases, rememberedUpcoming } from '../../src/state/releases.ts'
import { isPreview, readHeld, readMissing } from '../../src/state/remembered.ts'
import { readState, settleState, writeState } from '../../src/state/state.ts'
import { temporaryFolder } from '../support/newsroom.ts'

const FILES = {
  'last-good.jsonl': '{"path":"a.md","source":"first"}\n{"path":"a.md","source":"second"}\n{"path":"b.md","sou',
  'standing-texts.json': '{"disclaimers":{"trade":[{"from":0,"lang":"en","text":"Text."}]},"boilerplates":{}}',
  'held.json': '["urn:b","urn:a"]',
  'missing.json': '[{"stories":["urn:c"],"filesBefore":["d.md"]}]',
  'releases.jsonl': '{"kind":"release","path":"a.md","title":"A","due":1,"actual":2,"permalink":"/a/"}\n{"kind":"rel',
  'upcoming.json': '[{"kind":"expiry","at":5,"path":"a.md","title":"A"}]',
  'reached.json': '7\n',
  preview: '',
}

function leftByVersionOne(): { readonly state: string } {
  const state = join(temporaryFolder(), 'state')
  mkdirSync(state)
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(state, name), text)
  return { state }
}

function expectAll(paths: { readonly state: string }): void {
  expect(lastGoodIn(paths)('a.md')?.source).toBe('second')
  expect(lastGoodIn(paths)('b.md')).toBeUndefined()
  expect(readHeld(paths)).toEqual(['urn:a', 'urn:b'])
  expect(readMissing(paths)).toEqual([{ stories: ['urn:c'], filesBefore: ['d.md'] }])
  expect(readReleases(paths)).toEqual([{ kind: 'release', path: 'a.md', title: 'A', due: 1, actual: 2, permalink: '/a/' }])
  expect(rememberedUpcoming(paths)).toEqual([{ kind: 'expiry', at: 5, path: 'a.md', title: 'A' }])
  expect(readState(paths, state => state.fact('reached'))).toBe('7')
  expect(isPreview(paths)).toBe(true)
}

describe('a state of version 1', () => {
  test('is read as it is, and nothing is written', () => {
    const paths = leftByVersionOne()
    expectAll(paths)
    expect(readdirSync(paths.state).sort()).toEqual(Object.keys(FILES).sort())
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
