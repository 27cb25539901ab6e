import { expect, test } from 'vitest'
import { outcomeOf } from '../../src/engine/page-jobs.ts'
import type { PageArtifact } from '../../src/model/artifact.ts'

const FRONT_PAGE: PageArtifact = {
  kind: 'page',
  of: 'list',
  path: 'index.html',
  key: 'key',
  page: () => {
    throw new Error('nobody asks')
  },
  source: undefined,
  story: undefined,
  files: [],
}

test('outcomeOf: a list that took too long ends the publish, so that the one that stands is not removed', () => {
  const job = {
    artifact: FRONT_PAGE,
    task: () => {
      throw new Error('nobody asks')
    },
  }
  expect(() => outcomeOf([job], [{ kind: 'failed', diagnostics: [] }])).toThrow(
    expect.objectContaining({
      message: 'index.html could not be made in time',
      remedy: 'publish again; if it stays so, see whether the disk and the processors keep up',
    }),
  )
})
