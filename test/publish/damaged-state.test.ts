import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EnvironmentError } from '../../src/platform/environment-error.ts'
import { courant } from '../cli/courant.ts'
import { differingPaths, newsroomOf, story, type TemporaryNewsroom, treeOf } from '../support/newsroom.ts'

const PAGE_BYTES = 8192

function stateOf({ paths }: TemporaryNewsroom): string {
  return join(paths.state, 'state.sqlite')
}

async function published(): Promise<TemporaryNewsroom> {
  const names = Array.from({ length: 12 }, (_, index) => `${index}.md`)
  const newsroom = newsroomOf(Object.fromEntries(names.map(name => [name, storyOf(name, 'First')])))
  await newsroom.publish()
  // What is overwritten leaves free pages.
  newsroom.write({ '3.md': story() })
  await newsroom.publish()
  return newsroom
}

/** A story that takes more than a page of the database. */
function storyOf(name: string, title: string): string {
  return story({ title: `${title} ${name}` }, `${'Word after word. '.repeat(700)}\n`)
}

describe('publish: a state that is damaged', () => {
  test('is an error with its place and its fix, and nothing is touched', async () => {
    const newsroom = await published()
    const file = stateOf(newsroom)
    writeFileSync(file, 'rubbish'.repeat(2000))
    newsroom.write({ 'new.md': story() })
    const before = treeOf(newsroom.root)
    const { code, stderr } = await courant(['publish', '--accept'], { cwd: newsroom.root })
    expect(code).toBe(3)
    expect(stderr).toContain(`${file} is damaged\n  restore it from a backup; or move it away: mv ${file} ${file}.damaged`)
    expect(differingPaths(treeOf(newsroom.root), before)).toEqual([])
    renameSync(file, `${file}.damaged`)
    await newsroom.publish()
    expect(newsroom.out().has('new/index.html')).toBe(true)
  })

  test('whichever page of it is, nothing public is touched, or everything is published', async () => {
    const newsroom = await published()
    const file = stateOf(newsroom)
    const [sound, pages] = [readFileSync(file), statSync(file).size / PAGE_BYTES]
    expect(pages).toBeGreaterThan(20)
    const refused: number[] = []
    for (let page = 0; page < pages; page++) {
      writeFileSync(file, Buffer.from(sound).fill(0x5a, page * PAGE_BYTES, (page + 1) * PAGE_BYTES))
      const title = `Edit ${page}`
      const names = ['3.md', '7.md', 'new.md']
      newsroom.write(Object.fromEntries(names.map(name => [name, storyOf(name, title)])))
      const before = newsroom.out()
      const result = await newsroom.publish({ accept: true }).catch((error: unknown) => error)
      if (result instanceof EnvironmentError) {
        expect(result.code).toBe('damaged-database')
        expect(differingPaths(newsroom.out(), before), `page ${page}`).toEqual([])
        refused.push(page)
      } else {
        expect(result).toMatchObject({ kind: 'published' })
        for (const name of names) expect(newsroom.read(`${name.replace('.md', '')}/index.html`)).toContain(title)
      }
    }
    expect(refused).toContain(0)
    expect(refused.length).toBeGreaterThan(3)
    expect(refused.length).toBeLessThan(pages)
  })
})
