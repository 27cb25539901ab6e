import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { workerData } from 'node:worker_threads'

/** What an author in a hurry saves, again and again: each version says the same number in its headline and its text. */
export function version(number: number): string {
  return `---\ntitle: Version ${number}\ndate: 2026-05-01\n---\n\nThis is version ${number}.\n\n![](picture.png)\n`
}

const articles: unknown = workerData

// Ends with its thread only.
for (let number = 1; typeof articles === 'string'; number++) {
  const story = join(articles, '2026/story.md')
  writeFileSync(`${articles}/../saved`, version(number))
  renameSync(`${articles}/../saved`, story)
  writeFileSync(join(articles, 'static/come-and-go.txt'), `${number}`)
  writeFileSync(join(articles, '2026/picture.png'), `${number}`)
  rmSync(join(articles, 'static/come-and-go.txt'))
  rmSync(join(articles, '2026/picture.png'))
  // Now and then there is peace.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, number % 5 === 0 ? 40 : 1)
}
