import { describe, expect, test } from 'vitest'
import type { Artifact } from '../../src/model/artifact.ts'
import { type Known, type MakeReason, type PlanInputs, planPublish, type Standing } from '../../src/plan/plan-publish.ts'

const AS_MADE: Standing = { size: 3, mtimeMs: 5 }

function artifact(path: string, key = 'k'): Artifact {
  return { kind: 'text', of: 'asset', path, key, text: () => 'abc' }
}

function known(fields: Partial<Known> = {}): Known {
  return { key: 'k', sha256: 'hash', ...AS_MADE, links: [], diagnostics: [], ...fields }
}

/** Whether a file is made or kept, of which this is known and this stands there. */
function decision(
  before: Known | undefined,
  { now = AS_MADE, leads = () => '' }: { readonly now?: Standing | 'gone'; readonly leads?: PlanInputs['leads'] } = {},
): 'made' | 'kept' {
  const { make, keep } = planPublish({
    artifacts: [artifact('a')],
    known: new Map(before ? [['a', before]] : []),
    standing: () => (now === 'gone' ? undefined : now),
    leads,
  })
  expect(make.length + keep.size).toBe(1)
  return make.length === 1 ? 'made' : 'kept'
}

describe('planPublish', () => {
  test('planPublish: what is known, and stands there as it was made, costs nothing', () => {
    expect(decision(known())).toBe('kept')
  })

  test.each<[string, Known | undefined, Standing | 'gone']>([
    ['it was never made', undefined, AS_MADE],
    ['its inputs changed', known({ key: 'other' }), AS_MADE],
    ['it is gone', known(), 'gone'],
    ['it has another size', known(), { ...AS_MADE, size: 4 }],
    ['it was touched', known(), { ...AS_MADE, mtimeMs: 6 }],
  ])('planPublish: makes a file when %s', (_why, before, now) => {
    expect(decision(before, { now })).toBe('made')
  })

  test('planPublish: makes a file when an address in its body leads elsewhere', () => {
    const before = known({
      links: [
        { target: 'b.md', led: '/b/' },
        { target: 'c.md', led: '/c/' },
      ],
    })
    const leadsTo =
      (to: Readonly<Record<string, string>>): PlanInputs['leads'] =>
      (_artifact, target) =>
        to[target] ?? ''
    expect(decision(before, { leads: leadsTo({ 'b.md': '/b/', 'c.md': '/c/' }) })).toBe('kept')
    expect(decision(before, { leads: leadsTo({ 'b.md': '/moved/', 'c.md': '/c/' }) })).toBe('made')
    expect(decision(before, { leads: leadsTo({ 'b.md': '/b/', 'c.md': '/moved/' }) })).toBe('made')
  })

  test('planPublish: tells why each file is to be made, and nothing of those that stay', () => {
    const led = { links: [{ target: 'b.md', led: '/b/' }] }
    const before = new Map<string, Known>([
      ['same', known()],
      ['content', known({ key: 'look.other' })],
      ['look', known({ key: 'other.k' })],
      ['link', known(led)],
      ['file', known()],
    ])
    const told = new Map<string, MakeReason>()
    planPublish({
      artifacts: ['same', 'new', 'content', 'look', 'link', 'file'].map(path =>
        artifact(path, path === 'look' ? 'look.k' : 'k'),
      ),
      known: before,
      standing: path => (path === 'file' ? { ...AS_MADE, size: 4 } : AS_MADE),
      leads: () => '',
      onMake: ({ path }, reason) => void told.set(path, reason),
    })
    expect([...told]).toEqual([
      ['new', { kind: 'new' }],
      ['content', { kind: 'content' }],
      ['look', { kind: 'look' }],
      ['link', { kind: 'link', link: 'b.md' }],
      ['file', { kind: 'file' }],
    ])
  })

  test('planPublish: keeps the order of what is to be made, and asks nothing of what is not there', () => {
    const { make, keep } = planPublish({
      artifacts: ['c', 'a', 'b'].map(path => artifact(path)),
      known: new Map([
        ['a', known()],
        ['stale', known()],
      ]),
      standing: () => AS_MADE,
      leads: () => '',
    })
    expect(make.map(({ path }) => path)).toEqual(['c', 'b'])
    expect([...keep.keys()]).toEqual(['a'])
  })
})
