import { execFile } from 'node:child_process'
import { expect, test } from 'vitest'
import { brokenNewsroom } from './broken-newsroom.ts'
import { fencesOf, ROOT, read, sectionOf } from './documents.ts'

/** What a machine would have to be slow, or a disk broken, to say. */
const NOT_MADE_HERE = /the text takes longer than|the file cannot be read/

/** What `courant check` says in this folder, and how it ends. */
function check(folder: string): Promise<{ readonly code: unknown; readonly stderr: string }> {
  return new Promise(resolve => {
    execFile(process.execPath, [`${ROOT}bin/courant.js`, 'check'], { cwd: folder }, (error, _, stderr) =>
      resolve({ code: error?.code ?? 0, stderr }),
    )
  })
}

test('errors.md: every example is what courant check says of the same mistake', async () => {
  using newsroom = brokenNewsroom()
  const { code, stderr } = await check(newsroom.folder)
  expect(code).toBe(1)
  const document = read('docs/errors.md')
  const shown = [
    fencesOf(document)[0],
    ...fencesOf(sectionOf(document, '## In articles and settings')),
    fencesOf(sectionOf(read('docs/authors.md'), '## When something is wrong'))[0],
  ].flatMap(fence => fence?.text.match(/^\S.*\n {2}.*\n/gm) ?? [])
  const made = shown.filter(example => !NOT_MADE_HERE.test(example))
  expect(made.length).toBeGreaterThan(15)
  for (const example of made) expect(stderr).toContain(example)
})
