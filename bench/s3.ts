import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RealBucket, startS3 } from '../test/deploy/real-s3.ts'
import { corpusFiles } from './corpus.ts'
import { measureProcess } from './measure-process.ts'

// What a delivery costs once a publish is out, in a process of its own that finds nothing to publish: to a bucket of S3, kept by moto on this
// machine, whose own time is in it; and to a folder of releases.

const COURANT = fileURLToPath(new URL('../bin/courant.js', import.meta.url))

for (const count of process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10_000]) await measure(count)

async function measure(count: number): Promise<void> {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'courant', AWS_SECRET_ACCESS_KEY: 'secret' })
  const folder = mkdtempSync(join(tmpdir(), 'courant-s3-'))
  const requests: string[] = []
  using s3 = await startS3({ onRequest: line => requests.push(/"(?:\S*m)?([A-Z]+) /.exec(line)?.[1] ?? '?') })
  const { name } = await RealBucket.make(s3)
  const places = { s3: `{ s3: ${name}, endpoint: "${s3.address}" }`, releases: '{ releases: live }' }
  const story = writeNewsroom(folder, count)
  const deliver = async (what: string): Promise<void> => {
    await publish(folder, '--no-deliver')
    for (const [kind, place] of Object.entries(places)) {
      writeFileSync(join(folder, 'courant.yaml'), `deliver: [${place}]\n`)
      requests.length = 0
      const { wallMs, cpuMs = Number.NaN, stderr } = await publish(folder)
      const said = /^Delivered to .*: (.*)\.$/m.exec(stderr)?.[1] ?? 'nothing to deliver'
      const asked = kind === 's3' ? `; ${requests.length} requests${inWords(requests)}` : ''
      console.log(`${count} stories, ${what}, ${kind}: ${seconds(wallMs)}, ${seconds(cpuMs)} of a processor; ${said}${asked}`)
    }
  }
  try {
    await deliver('the first delivery')
    await deliver('nothing changed')
    appendFileSync(story, '\nA sentence more.\n')
    await deliver('one body edited')
    console.log(
      `  load ${loadavg()
        .map(figure => figure.toFixed(1))
        .join(' ')}`,
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Writes the corpus, and says where a story in its middle stands. */
function writeNewsroom(folder: string, count: number): string {
  const stories: string[] = []
  for (const { path, content } of corpusFiles({ count, words: undefined })) {
    const file = join(folder, 'articles', path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
    if (/^\d{4}\/.*\.md$/.test(path)) stories.push(file)
  }
  return stories[Math.floor(stories.length / 2)] ?? ''
}

async function publish(cwd: string, ...options: readonly string[]) {
  const cost = await measureProcess({ program: process.execPath, args: [COURANT, 'publish', ...options], cwd })
  if (cost.exitCode !== 0) throw new Error(`the publish failed:\n${cost.stderr}`)
  return cost
}

function inWords(requests: readonly string[]): string {
  const counts = Object.entries(Object.groupBy(requests, method => method)).map(
    ([method, all = []]) => `${all.length} ${method}`,
  )
  return counts.length > 0 ? ` (${counts.join(', ')})` : ''
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}
