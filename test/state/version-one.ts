import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { lastGoodIn } from '../../src/state/last-good.ts'
import { readReleases, rememberedUpcoming } from '../../src/state/releases.ts'
import { isPreview, readHeld, readMissing } from '../../src/state/remembered.ts'
import { readState } from '../../src/state/state.ts'
import { temporaryFolder } from '../support/newsroom.ts'

/** The files of a state of version 1, two of which a kill cut short. */
export const FILES: Readonly<Record<string, string>> = {
  'last-good.jsonl': '{"path":"a.md","source":"first"}\n{"path":"a.md","source":"second"}\n{"path":"b.md","sou',
  'standing-texts.json': '{"disclaimers":{"trade":[{"from":0,"lang":"en","text":"Text."}]},"boilerplates":{}}',
  'held.json': '["urn:b","urn:a"]',
  'missing.json': '[{"stories":["urn:c"],"filesBefore":["d.md"]}]',
  'releases.jsonl': '{"kind":"release","path":"a.md","title":"A","due":1,"actual":2,"permalink":"/a/"}\n{"kind":"rel',
  'upcoming.json': '[{"kind":"expiry","at":5,"path":"a.md","title":"A"}]',
  'reached.json': '7\n',
  preview: '',
  version: '1\n',
}

/** A folder with these files. */
export function leftByVersionOne(): { readonly state: string } {
  const state = join(temporaryFolder(), 'state')
  mkdirSync(state)
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(state, name), text)
  return { state }
}

/** Expects that a state holds what the files said. */
export function expectAll(paths: { readonly state: string }): void {
  using lastGood = lastGoodIn(paths)
  expect(lastGood('a.md')?.source).toBe('second')
  expect(lastGood('b.md')).toBeUndefined()
  expect(readHeld(paths)).toEqual(['urn:a', 'urn:b'])
  expect(readMissing(paths)).toEqual([{ stories: ['urn:c'], filesBefore: ['d.md'] }])
  expect(readReleases(paths)).toEqual([{ kind: 'release', path: 'a.md', title: 'A', due: 1, actual: 2, permalink: '/a/' }])
  expect(rememberedUpcoming(paths)).toEqual([{ kind: 'expiry', at: 5, path: 'a.md', title: 'A' }])
  expect(readState(paths, state => state.standingTexts().map(({ name }) => name))).toEqual(['trade'])
  expect(readState(paths, state => state.fact('reached'))).toBe('7')
  expect(isPreview(paths)).toBe(true)
}
