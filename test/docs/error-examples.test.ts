import { execFile, spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { breakPublished, brokenNewsroom, soundNewsroom, turnOver } from './broken-newsroom.ts'
import { fencesOf, ROOT, read, sectionOf } from './documents.ts'

const ERRORS = read('docs/errors.md')

/** What is only said on a slow machine, of a broken disk, or in a larger newsroom. */
const NOT_MADE_HERE = /takes longer than|the file cannot be read|older than the 50 newest/

/** Mistakes that show once something is public. */
const OF_PUBLISHED: readonly string[] = [
  'id-changed',
  'path-reused',
  'removed',
  'renamed',
  'held-back',
  'theme',
  'leak',
].flatMap(code => examplesIn(sectionOf(ERRORS, `### \`${code}\``)))

/** Each mistake that is shown: the line that names it, and the one that mends it. */
function examplesIn(section: string): readonly string[] {
  return fencesOf(section).flatMap(({ text }) => text.match(/^\S.*\n {2}.*\n/gm) ?? [])
}

/** What a command says in this folder, and how it ends. */
function courant(args: string, folder: string): Promise<{ readonly code: unknown; readonly stderr: string }> {
  return new Promise(resolve => {
    execFile(process.execPath, [`${ROOT}bin/courant.js`, ...args.split(' ')], { cwd: folder }, (error, _, stderr) =>
      resolve({ code: error?.code ?? 0, stderr }),
    )
  })
}

/** What `courant run` says until it serves. */
async function startOfRun(folder: string): Promise<string> {
  const child = spawn(process.execPath, [`${ROOT}bin/courant.js`, 'run', '--log', 'text', '--port', '0'], { cwd: folder })
  let said = ''
  for await (const chunk of child.stderr.setEncoding('utf8')) {
    said += chunk
    if (said.includes('Serving it at')) child.kill('SIGTERM')
  }
  return said
}

test('errors.md: every example is what courant check says of the same mistake', async () => {
  using newsroom = brokenNewsroom()
  const { code, stderr } = await courant('check', newsroom.folder)
  expect(code).toBe(1)
  const shown = [
    ...examplesIn(ERRORS.slice(0, ERRORS.indexOf('## Of the machine'))),
    ...examplesIn(sectionOf(read('docs/authors.md'), '## When something is wrong')),
  ]
  const made = shown.filter(example => !NOT_MADE_HERE.test(example) && !OF_PUBLISHED.includes(example))
  expect(made.length).toBeGreaterThan(15)
  for (const example of made) expect(stderr).toContain(example)
  // The guide shows the reasons too.
  const [guide] = fencesOf(sectionOf(read('docs/authors.md'), '## When something is wrong'))
  expect(stderr).toContain(guide?.text)
})

test('errors.md: every example is what courant publish and run say of the same mistake in what is public', async () => {
  using newsroom = soundNewsroom()
  const { folder } = newsroom
  expect((await courant('publish', folder)).code).toBe(0)
  breakPublished(newsroom)
  const { code, stderr } = await courant('publish --audit', folder)
  turnOver(newsroom)
  const said = stderr + (await startOfRun(folder))
  expect([code, OF_PUBLISHED.length]).toEqual([1, 9])
  for (const example of OF_PUBLISHED) expect(said).toContain(example)
})
