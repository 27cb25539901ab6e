import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { answer } from '../../src/serve/answer.ts'
import { publishedSite } from '../../src/serve/published.ts'
import { type ReadFile, readPublishedFile } from '../../src/serve/published-file.ts'
import { representing } from '../../src/serve/representation.ts'
import { startServer } from '../../src/serve/server.ts'

const BASE = { origin: 'https://news.example.org', basePath: '', hub: undefined }

/** A feed that takes a while to compress, served, and when it was first asked for. */
async function served(): Promise<{ readonly file: ReadFile; readonly address: string; readonly found: Promise<unknown> }> {
  const out = mkdtempSync(join(tmpdir(), 'courant-test-'))
  onTestFinished(() => rmSync(out, { recursive: true }))
  writeFileSync(join(out, 'feed.rss'), randomBytes(3_000_000).toString('base64'))
  const file = readPublishedFile(out, { path: 'feed.rss', sha256: '', size: 0 }, () => {})
  if (!file) throw new Error('the feed is not there')
  const { promise: found, resolve } = Promise.withResolvers()
  const find = (): ReadFile => {
    resolve(file)
    return file
  }
  const server = await startServer(answer({ ...publishedSite(out), find }, BASE), { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server[Symbol.asyncDispose]())
  return { file, address: server.address, found }
}

function asking(address: string): ReturnType<typeof request> {
  const asked = request(`${address}/feed.rss`, { headers: { 'Accept-Encoding': 'br' }, agent: false })
  asked.end()
  return asked
}

test('who asks for a coding that is being made waits for it, and nobody else does', async () => {
  const { file, address } = await served()
  const represent = representing(BASE)
  const making = file.codeAhead('br')
  const response = once(asking(address), 'response')
  expect(represent(file, { 'accept-encoding': 'br' })).toBeInstanceOf(Promise)
  expect(represent(file, {})).toMatchObject({ coding: undefined, body: file.body })
  await making
  const [{ headers }] = await response
  expect(headers['content-encoding']).toBe('br')
  expect(represent(file, { 'accept-encoding': 'br' })).toMatchObject({ coding: 'br', body: file.coded('br') })
})

test('who goes away meanwhile does no harm', async () => {
  const { file, address, found } = await served()
  const making = file.codeAhead('br')
  const gone = asking(address)
  gone.on('error', () => {})
  await found
  gone.destroy()
  await making
  const [response] = await once(asking(address), 'response')
  expect(response.statusCode).toBe(200)
  response.resume()
})
