import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { type Command, startCourant, until } from '../cli/courant.ts'
import { newsroomOf, story, writeFiles } from '../support/newsroom.ts'

const MIB = 1024 * 1024
/** What a server may hold beyond what it held at rest, whatever is sent to it. It serves from the same memory as it publishes. */
const MORE_BYTES = 300 * MIB

// A connection takes a handle here and one in the server.
const HANDLES = Number(execFileSync('/bin/sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' })) || 100_000
const IDLE = Math.min(5000, Math.floor(HANDLES / 2))

interface Served {
  readonly run: Command
  readonly port: number
  /** Asks as an honest reader does, again and again, until it is told that it is enough: how often it was answered, and what was wrong. */
  readonly honest: () => { readonly stop: () => Promise<{ readonly answers: number; readonly wrong: readonly string[] }> }
  readonly heldBytes: () => number
}

async function served(): Promise<Served> {
  const newsroom = newsroomOf({ 'a.md': story({}, 'Words of the story. '.repeat(3000)) })
  writeFiles(newsroom.root, { 'courant.yaml': 'schedule: "0 0 1 1 *"\nhub: self\n' })
  const run = startCourant(['run', '--log', 'text', '--port', '0'], { cwd: newsroom.root })
  const [, address = ''] = await run.says(/^Serving it at (http:\S+)\/ \(/m)
  const honest: Served['honest'] = () => {
    let told = false
    let answers = 0
    const wrong: string[] = []
    const asking = (async () => {
      while (!told) {
        for (const path of ['/', '/feed.atom', '/a/', '/never/']) {
          const response = await fetch(address + path)
          await response.arrayBuffer()
          answers++
          if (response.status !== (path === '/never/' ? 404 : 200)) wrong.push(`${path}: ${response.status}`)
        }
        await pause(20)
      }
    })().catch(error => void wrong.push(`${error} ${error.cause ?? ''}`))
    return {
      stop: async () => {
        told = true
        await asking
        return { answers, wrong }
      },
    }
  }
  const heldBytes = (): number => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${run.pid}/status`, 'utf8'))?.[1]) * 1024
  return { run, port: Number(new URL(address).port), honest, heldBytes }
}

/** Connections that are open; who is cut off is not missed. */
async function connections(port: number, count: number): Promise<readonly Socket[]> {
  const sockets: Socket[] = []
  onTestFinished(() => sockets.forEach(socket => void socket.destroy()))
  while (sockets.length < count) {
    const socket = connect(port, '127.0.0.1').on('error', () => {})
    sockets.push(socket)
    await once(socket, 'connect')
    // What is not taken in time, the system forgets: then nobody would ever end it.
    if (sockets.length % 100 === 0) await pause(20)
  }
  return sockets
}

/** Sends without end, as fast as it is taken. */
function pour(socket: Socket, part: string): void {
  const bytes = Buffer.from(part.repeat(Math.ceil(16_384 / part.length)))
  const write = (): void => {
    while (!socket.destroyed && socket.write(bytes));
  }
  socket.on('drain', write)
  write()
}

/** Sends a letter now and then, without end. */
function drip(socket: Socket): void {
  const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write('a')), 500)
}

const HEAD = ' HTTP/1.1\r\nHost: x\r\n'
const FORM = `POST /hub${HEAD}Content-Type: application/x-www-form-urlencoded\r\n`
const CHUNK = `1000\r\n${'a'.repeat(4096)}\r\n`

interface Flood {
  readonly name: string
  readonly count: number
  /** What is sent at first. */
  readonly first: string
  /** What follows. */
  readonly more: (socket: Socket) => void
}

const FLOODS: readonly Flood[] = [
  { name: 'nothing', count: IDLE, first: '', more: () => {} },
  { name: 'headers a letter at a time', count: 500, first: `GET /${HEAD}A: `, more: drip },
  { name: 'a form a letter at a time', count: 500, first: `${FORM}Content-Length: 4000\r\n\r\n`, more: drip },
  { name: 'headers without end', count: 200, first: `GET /${HEAD}`, more: socket => pour(socket, 'A: b\r\n') },
  { name: 'an address without end', count: 200, first: 'GET /', more: socket => pour(socket, 'a') },
  {
    name: 'a text without end',
    count: 20,
    first: `POST /${HEAD}Transfer-Encoding: chunked\r\n\r\n`,
    more: socket => pour(socket, CHUNK),
  },
  {
    name: 'a form without end',
    count: 20,
    first: `${FORM}Transfer-Encoding: chunked\r\n\r\n`,
    more: socket => pour(socket, CHUNK),
  },
  {
    name: 'requests without end, and takes no answer',
    count: 20,
    first: '',
    more: socket => pour(socket.pause(), `GET /a/${HEAD}\r\n`),
  },
]

test(`courant run, flooded by ${FLOODS.length} kinds of clients at once, answers readers, lets go of all of them, and holds little`, async () => {
  const { run, port, honest, heldBytes } = await served()
  const atRest = heldBytes()
  const reader = honest()
  const flooding = await Promise.all(
    FLOODS.map(async ({ name, count, first, more }) => {
      const sockets = await connections(port, count)
      for (const socket of sockets) {
        socket.resume().write(first)
        more(socket)
      }
      return { name, sockets }
    }),
  )
  let mostBytes = 0
  await until(() => {
    mostBytes = Math.max(mostBytes, heldBytes() - atRest)
    return flooding.every(({ sockets }) => sockets.every(socket => socket.closed)) || undefined
  })
  const { answers, wrong } = await reader.stop()
  expect(wrong).toEqual([])
  expect(answers).toBeGreaterThan(100)
  expect(mostBytes).toBeLessThan(MORE_BYTES)
  expect(run.isRunning).toBe(true)
  console.info(
    `at most ${Math.round(mostBytes / MIB)} MiB more than ${Math.round(atRest / MIB)}; ${answers} honest answers meanwhile`,
  )
})
