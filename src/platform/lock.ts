import { hash } from 'node:crypto'
import { realpathSync, rmSync, statSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { EnvironmentError, isSystemError } from './environment-error.ts'
import { makeFolder } from './make-folder.ts'

interface LockOptions {
  readonly isFenced?: boolean
}

// A program that the last holder started has its open sockets until it runs: nobody answers there, and it takes milliseconds.
const LONGEST_GOING_MS = 1000
const LOOK_AGAIN_MS = 10

/**
 * Takes the one publisher's place at `out`, or says who has it. The lock is a local socket: the system frees it with the
 * process that holds it, however that ends, so that nobody ever waits for a dead one. It holds on one machine. With a fence, which holds
 * everywhere, a holder that is stopped is passed over: it finds the fence raised when it goes on.
 *
 * There is a socket by the folder's path, and one by its device and number, which a bind mount of it has as well. Some network disks give a
 * folder another number now and then: so both are taken.
 * @throws EnvironmentError where another has one of them
 */
export async function lockOut(out: string, options: LockOptions = {}): Promise<AsyncDisposable> {
  makeFolder(resolve(out))
  const { dev, ino } = statSync(out, { bigint: true })
  await using stack = new AsyncDisposableStack()
  for (const folder of [realpathSync(out), `${dev}:${ino}`]) {
    const taken = await lockAt(socketAddress(folder), { out, ...options })
    if (!taken) break
    stack.use(taken)
  }
  return stack.move()
}

/** Undefined where its holder is passed over. */
async function lockAt(
  address: string,
  { out, isFenced = false }: LockOptions & { readonly out: string },
  startedMs: number = performance.now(),
): Promise<AsyncDisposable | undefined> {
  // Who asked may have given up by now, and must not end whoever holds it.
  const server = createServer(socket => socket.on('error', () => {}).end(String(process.pid))).unref()
  try {
    await listen(server, address)
  } catch (error) {
    if (!isSystemError(error, 'EADDRINUSE')) throw error
    const holder = await askHolder(address)
    if (holder === undefined && !address.startsWith('\0')) {
      rmSync(address, { force: true })
      return lockAt(address, { out, isFenced }, startedMs)
    }
    if (holder === undefined && performance.now() - startedMs < LONGEST_GOING_MS) {
      await pause(LOOK_AGAIN_MS)
      return lockAt(address, { out, isFenced }, startedMs)
    }
    if (holder === undefined && isFenced) return undefined
    throw new EnvironmentError('locked', `another Courant is publishing into ${out}${holder ? ` (process ${holder})` : ''}`, {
      remedy: 'wait for it, or stop it',
      cause: error,
    })
  }
  return { [Symbol.asyncDispose]: () => new Promise(resolve => server.close(() => resolve())) }
}

/** An abstract socket on Linux, which leaves no file behind; a socket file elsewhere. */
function socketAddress(folder: string): string {
  const name = `courant-${hash('sha256', folder, 'hex').slice(0, 24)}`
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), name)
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => server.once('error', reject).listen({ path }, () => resolve()))
}

/** The holder's process number; undefined when nobody answers. */
function askHolder(path: string): Promise<string | undefined> {
  return new Promise(resolve => {
    const socket = connect({ path })
      .setEncoding('utf8')
      .setTimeout(1000, () => socket.destroy())
    let answer = ''
    socket.on('data', part => {
      answer += part
    })
    socket.on('error', () => resolve(undefined))
    socket.on('close', () => resolve(answer || undefined))
  })
}
