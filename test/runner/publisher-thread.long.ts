import { spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Asked } from '../../src/runner/publisher.ts'
import { startPublisher } from '../../src/runner/publisher-thread.ts'
import { until } from '../cli/courant.ts'
import { AS_OF, newsroomOf, story } from '../support/newsroom.ts'

const MAKE_PIPE = 'mkfifo'

const ASKED: Asked = { asOf: AS_OF, reason: 'start', changed: undefined }

const deaf = { onProgress: () => {}, onStaged: () => {}, onPlaced: () => {} }

describe.skipIf(process.platform === 'win32')('startPublisher: a publish that hangs', () => {
  test('is given up and asked for no more until the disk answers; then all is published', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    const record = join(newsroom.root, 'record.jsonl')
    // A pipe to which nobody writes keeps who reads it, as a disk does that does not answer.
    spawnSync(MAKE_PIPE, [record])
    await using publisher = startPublisher({ paths: newsroom.paths, record, hub: undefined }, { ...deaf, tickMs: 20 })
    const hung = { code: 'hung', remedy: expect.stringContaining('disk') }
    await expect(publisher.publish(ASKED)).rejects.toMatchObject(hung)
    await expect(publisher.publish(ASKED)).rejects.toMatchObject(hung)
    // For reading too: for writing alone it would wait for a reader, who may be gone already.
    closeSync(openSync(record, 'r+'))
    rmSync(record)
    const outcome = await until(() =>
      publisher.publish(ASKED).then(
        told => (told === 'interrupted' ? undefined : told.outcome),
        () => undefined,
      ),
    )
    expect(outcome).toMatchObject({ kind: 'published', stories: 1 })
  })
})
