import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { AS_OF, newsroomOf, SITE_YAML, story, type TemporaryNewsroom } from '../support/newsroom.ts'
import { readFeeds, type Tree } from './published-set.ts'

/** The index is made by another program, after the release, and of what is public then. */
export const WITHOUT_SEARCH: string = `${SITE_YAML}search: false\n`

/** How the command is asked to publish it. */
export const PUBLISH: readonly string[] = ['publish', '--accept', '--at', new Date(AS_OF).toISOString()]

/** A newsroom that was published and then changed in every way, to be published again and again from the same state. */
export interface ChangedNewsroom {
  readonly newsroom: TemporaryNewsroom
  readonly before: Tree
  readonly after: Tree
  /** Puts `out/` and what Courant remembers back to what stood there before. */
  readonly restore: () => void
}

/** Publishes it before and after the change, and puts it back to before. */
export async function changedNewsroom(): Promise<ChangedNewsroom> {
  const newsroom = newsroomOf({
    'site.yaml': WITHOUT_SEARCH,
    '2026/kept.md': story({ title: 'Kept', topics: ['Trade'] }),
    '2026/edited.md': story({ title: 'Edited', topics: ['Trade'] }),
    '2026/gone.md': story({ title: 'Gone', topics: ['Fish'] }),
    '2026/moved.md': story({ title: 'Moved' }, 'Moved as it is.\n'),
    'static/data.html': 'a file',
  })
  await newsroom.publish({ accept: true })
  newsroom.write({
    '2026/edited.md': story({ title: 'Edited again', topics: ['Trade'] }),
    '2026/new.md': story({ title: 'New', topics: ['Ports'] }),
  })
  newsroom.remove('2026/gone.md')
  newsroom.rename('2026/moved.md', '2026/elsewhere.md')
  newsroom.remove('static/data.html')
  newsroom.write({ 'static/data.html/inner.txt': 'now a folder' })

  const saved = join(newsroom.root, 'saved')
  const copy = (from: string, to: string): void => {
    for (const folder of ['out', '.courant']) {
      rmSync(join(to, folder), { recursive: true, force: true })
      cpSync(join(from, folder), join(to, folder), { recursive: true, preserveTimestamps: true })
    }
  }
  copy(newsroom.root, saved)
  const before = newsroom.out()
  await newsroom.publish({ accept: true })
  const after = newsroom.out()
  expect(readFeeds(after).stories.find(({ title }) => title === 'Moved')?.id).toBe('tag:news.example.org,2026:2026/moved')
  const restore = (): void => copy(saved, newsroom.root)
  restore()
  return { newsroom, before, after, restore }
}
