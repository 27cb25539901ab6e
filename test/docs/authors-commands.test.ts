import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { courant, WITH_URL } from '../cli/courant.ts'
import { story, temporaryFolder, writeFiles } from '../support/newsroom.ts'
import { inlineCode, read } from './documents.ts'

/** The calls of `courant` in the guide that somebody types as they stand, in their order; those that keep running are tested elsewhere. */
const CALLS = inlineCode(read('docs/authors.md')).filter(code => /^courant (new|init|check|publish|schedule)\b/.test(code))

/** A call's arguments, as a shell cuts them. */
function argumentsOf(call: string): readonly string[] {
  return [...call.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '').slice(1)
}

test('authors.md: every call of courant that it shows does what it says, in a newsroom that courant init made', async () => {
  const cwd = temporaryFolder()
  const [init = '', ...others] = CALLS
  // Nobody is at a terminal here to be asked for it.
  expect((await courant([...argumentsOf(init), ...WITH_URL], { cwd })).code).toBe(0)
  const newsroom = join(cwd, argumentsOf(init)[1] ?? '')
  writeFiles(join(newsroom, 'articles'), { '2015/kazakhstan-accession.md': story({ summary: 'What it is about.' }) })
  const calls = others.filter(call => call !== 'courant init')
  expect(calls.length).toBeGreaterThan(6)
  for (const call of calls) {
    const { code, stderr } = await courant(argumentsOf(call), { cwd: newsroom })
    // A draft has no summary yet, which only --strict minds.
    expect(code, stderr).toBe(call.includes('--strict') ? 1 : 0)
  }
  expect(existsSync(join(newsroom, 'articles/2015/kazakhstan-accession.fr.md'))).toBe(true)
  expect(existsSync(join(newsroom, '../look/index.html'))).toBe(true)
})
