import { expect, test } from 'vitest'
import { newsroomOf, SITE_YAML, story, type TemporaryNewsroom, writeFiles } from '../support/newsroom.ts'
import { type Command, startCourant } from './courant.ts'

const NEWSROOM = {
  'site.yaml': SITE_YAML,
  'flood.md': story({ title: 'The flood' }),
  'secret.md': story({ title: 'A pact', draft: true }),
}

async function running(log: 'text' | 'json'): Promise<{ readonly newsroom: TemporaryNewsroom; readonly run: Command }> {
  const newsroom = newsroomOf(NEWSROOM)
  writeFiles(newsroom.root, { 'courant.yaml': 'schedule: "0 0 1 1 *"\n' })
  const run = startCourant(['run', '--log', log, '--port', '0'], { cwd: newsroom.root })
  await run.says(/Serving it at|"event":"serving"/)
  return { newsroom, run }
}

test('courant run --log json: each publish of a change has its explanation, and one of the whole says why', async () => {
  const { newsroom, run } = await running('json')
  const first = await run.says(/^.*"event":"published","reason":"start".*$/m)
  expect(JSON.parse(first[0] ?? '')).toMatchObject({ whole: 'start' })
  newsroom.save({ 'secret.md': story({ title: 'Another pact', draft: true }), 'flood.md': story({ title: 'Flood' }) })
  const change = await run.says(/^.*"event":"published","reason":"saved".*"entries":3.*$/m)
  const { explanation } = JSON.parse(change[0] ?? '')
  expect(explanation.changed).toEqual([{ path: 'flood.md', how: 'changed' }])
  expect(explanation.files).toContainEqual({ path: 'flood/index.html', reason: 'content', because: ['flood.md'] })
  expect(run.stderr).not.toContain('secret')
  newsroom.save({ 'site.yaml': `${SITE_YAML}rights: Ours\n` })
  await run.says(/^.*"event":"published","reason":"saved".*"whole":"site".*$/m)
})

test('courant run --log text: a line says why', async () => {
  const { newsroom, run } = await running('text')
  newsroom.save({ 'flood.md': story({ title: 'Flood' }) })
  await run.says(/^Why: flood\.md changed: \d+ with other content, 3 feeds with other entries, \d+ not made$/m)
  newsroom.save({ 'site.yaml': `${SITE_YAML}rights: Ours\n` })
  await run.says(/^Why: the whole newsroom was published: site\.yaml changed$/m)
})
