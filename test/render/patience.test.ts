import { expect, test } from 'vitest'
import { RunPatience } from '../../src/render/patience.ts'
import type { RenderTask } from '../../src/render/render-task.ts'

const DEADLINE_MS = 10_000

function overAfter(ranMs: number, cpuMs: number): boolean {
  return new RunPatience(DEADLINE_MS, undefined).isOver(NEW, { ranMs, cpuMs })
}

const PAGE = { kind: 'standing', lang: 'en', permalink: '/a/', home: '/', title: 'A' } as const
const SOURCE = { hash: '', facts: '', bodyLine: 1 }

/** A body of which nobody knows yet how long it takes. */
const NEW: RenderTask = {
  kind: 'page',
  page: {
    kind: 'standing',
    head: { ...PAGE, description: '', channels: [], translations: [] },
    page: { ...PAGE, path: 'pages/a.md', summary: '', draft: false, source: SOURCE },
  },
  body: { ...SOURCE, path: 'pages/a.md', onDisk: 'pages/a.md', replaced: undefined, permalink: '/a/' },
  entry: false,
  restyled: false,
  patience: 'brief',
  place: { out: 'a', stage: 'b' },
}

test('RunPatience: a brief time is over after a tenth of the deadline at work, not after a wait for a processor', () => {
  expect(overAfter(900, 900)).toBe(false)
  expect(overAfter(1100, 1100)).toBe(true)
  expect(overAfter(6000, 900)).toBe(false)
})

test('RunPatience: a text that takes the whole deadline is over, though it uses no processor, as on a disk that does not answer', () => {
  expect(overAfter(10_100, 0)).toBe(true)
})
