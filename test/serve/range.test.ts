import { once } from 'node:events'
import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { newsroomOf, story } from '../support/newsroom.ts'
import { ask, serve } from './site.ts'

const LARGE = 9 * 1024 * 1024
const FILM = Buffer.alloc(LARGE, 'abcdefghij')
const TEXT = '0123456789'.repeat(200)

const newsroom = newsroomOf({
  'a.md': story(),
  'static/digits.txt': TEXT,
  'static/empty.txt': '',
  'static/film.mp4': FILM,
})
const { out } = newsroom.paths

beforeAll(async () => {
  await newsroom.publish()
})

describe.each([
  ['/digits.txt', Buffer.from(TEXT)],
  ['/film.mp4', FILM],
])('answer: a part of %s', (path, bytes) => {
  test.each([
    ['bytes=0-0', 0, 0],
    ['bytes=5-14', 5, 14],
    [`bytes=${bytes.length - 3}-`, bytes.length - 3, bytes.length - 1],
    ['bytes=-5', bytes.length - 5, bytes.length - 1],
    [`bytes=1990-${bytes.length * 2}`, 1990, bytes.length - 1],
  ])('%s', async (range, start, end) => {
    const { address } = await serve(out)
    const { status, headers, body } = await ask(address, path, { headers: { Range: range } })
    expect([status, headers.get('content-range')]).toEqual([206, `bytes ${start}-${end}/${bytes.length}`])
    expect(headers.get('content-length')).toBe(String(end - start + 1))
    expect(headers.get('etag')).toBe((await ask(address, path, { method: 'HEAD' })).headers.get('etag'))
    expect(body === bytes.toString('latin1', start, end + 1)).toBe(true)
  })

  test('beyond its end there is none', async () => {
    const { address } = await serve(out)
    const { status, headers, body } = await ask(address, path, { headers: { Range: `bytes=${bytes.length}-` } })
    expect([status, headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`])
    expect(body).toBe('This is beyond the end of the file.')
  })

  test('of this version only, where that is asked', async () => {
    const { address } = await serve(out)
    const { headers } = await ask(address, path, { method: 'HEAD' })
    expect(headers.get('accept-ranges')).toBe('bytes')
    const status = async (ifRange: string): Promise<number> =>
      (await ask(address, path, { headers: { Range: 'bytes=0-0', 'If-Range': ifRange } })).status
    expect(await status(headers.get('etag') ?? '')).toBe(206)
    expect(await status('"other"')).toBe(200)
  })

  test.each(['bytes=0-1,4-5', 'items=0-1', 'bytes=x'])('"%s" gets it whole', async range => {
    const { address } = await serve(out)
    const { status, body } = await ask(address, path, { headers: { Range: range } })
    expect([status, body === bytes.toString('latin1')]).toEqual([200, true])
  })

  test('HEAD is told of all of it', async () => {
    const { address } = await serve(out)
    const { status, headers, body } = await ask(address, path, { method: 'HEAD', headers: { Range: 'bytes=0-0' } })
    expect([status, headers.get('content-length'), body]).toEqual([200, String(bytes.length), ''])
  })
})

describe('answer: parts', () => {
  test('of compressed bytes there are none: another Courant may compress to others', async () => {
    const { address } = await serve(out)
    const headers = { Range: 'bytes=0-0', 'Accept-Encoding': 'gzip' }
    const got = await ask(address, '/digits.txt', { method: 'GET', headers })
    expect([got.status, got.headers.get('content-encoding'), got.headers.has('accept-ranges')]).toEqual([200, 'gzip', false])
  })

  test('of an empty file there are none', async () => {
    const { address } = await serve(out)
    expect((await ask(address, '/empty.txt', { headers: { Range: 'bytes=0-' } })).status).toBe(416)
    expect(await ask(address, '/empty.txt')).toMatchObject({ status: 200, body: '' })
  })
})

describe('answer: a large file', () => {
  test('stays what it was to who is at it, whatever is put in its place', async () => {
    const other = newsroomOf({ 'a.md': story(), 'static/film.mp4': FILM })
    await other.publish()
    const { address } = await serve(other.paths.out)
    const asked = request(`${address}/film.mp4`, { agent: false }).end()
    const [response]: IncomingMessage[] = await once(asked, 'response')
    writeFileSync(join(other.root, 'other'), 'another film')
    renameSync(join(other.root, 'other'), join(other.paths.out, 'film.mp4'))
    const parts: Buffer[] = []
    for await (const part of response ?? []) parts.push(part)
    expect(Buffer.concat(parts).equals(FILM)).toBe(true)
    expect((await ask(address, '/film.mp4')).body).toBe('another film')
  })

  test('goes on for the others when one breaks off', async () => {
    const { address } = await serve(out)
    const asked = request(`${address}/film.mp4`, { agent: false }).end()
    const [response]: IncomingMessage[] = await once(asked, 'response')
    response?.destroy()
    expect((await ask(address, '/film.mp4')).body.length).toBe(LARGE)
  })
})

test.runIf(process.platform === 'linux')('answer: what cannot be read just now gets 503, and the server goes on', async () => {
  const broken = newsroomOf({ 'a.md': story(), 'static/notes.txt': 'notes' })
  await broken.publish()
  rmSync(join(broken.paths.out, 'notes.txt'))
  symlinkSync('/proc/self/mem', join(broken.paths.out, 'notes.txt'))
  const { address } = await serve(broken.paths.out)
  const { status, headers, body } = await ask(address, '/notes.txt')
  expect([status, headers.get('retry-after'), body]).toEqual([503, '5', 'This cannot be read just now.'])
  expect((await ask(address, '/feed.rss')).status).toBe(200)
})
