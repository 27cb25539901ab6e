import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { EnvironmentError } from '../../src/store/environment-error.ts'
import { newsroomOf } from '../support/newsroom.ts'
import { version } from './restless-author.ts'

/** Different versions to be met. */
const VERSIONS = 15

test('publish: takes a file as it was or as it is, never a blend, while it is saved again and again and others come and go', async () => {
  const newsroom = newsroomOf({ '2026/story.md': version(0), 'static/stays.txt': 'stays' })
  const author = new Worker(new URL('./restless-author.ts', import.meta.url), { workerData: newsroom.paths.articles })
  onTestFinished(() => void author.terminate())
  const seen = new Set<string>()
  while (seen.size < VERSIONS) {
    try {
      await newsroom.publish()
    } catch (error) {
      // An author who leaves no moment of peace is told so; what was public stays.
      expect(error).toBeInstanceOf(EnvironmentError)
      expect(error).toMatchObject({ message: 'the articles keep changing while they are read' })
      if (seen.size === 0) continue
    }
    const page = newsroom.read('2026/story/index.html')
    const [title, text] = [/<h1[^>]*>Version (\d+)/, /This is version (\d+)\./].map(pattern => pattern.exec(page)?.[1])
    expect(title).toBeDefined()
    expect(text).toBe(title)
    expect(newsroom.read('feed.json')).toContain(`This is version ${title}.`)
    seen.add(String(title))
  }
})
