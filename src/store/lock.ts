import { hash } from 'node:crypto'
import { realpathSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { EnvironmentError, isSystemError } from './environment-error.ts'
import { makeFolder } from './make-folder.ts'

/**
 * Takes the one publisher's place at `out`, or says who has it. The lock is a local socket: the system frees it with the
 * process that holds it, however that ends, so that nobody ever waits for a dead one. It holds on one machine. With a fence, which holds
 * everywhere, a holder that is stopped is passed over: it finds the fence raised when it goes on.
 */
export async function lockOut(out: string, { isFenced = false } = {}): Promise<AsyncDisposable> {
  makeFolder(resolve(out))
  const address = socketAddress(realpathSync(out))
  // Who asked may have given up by now, and must not end whoever holds it.
  const server = createServer(socket => socket.on('error', () => {}).end(String(process.pid))).unref()
  try {
    await listen(server, address)
  } catch (error) {
    if (!isSystemError(error, 'EADDRINUSE')) throw error
    const holder = await askHolder(address)
    if (holder === undefined && !address.startsWith('\0')) {
      rmSync(address, { force: true })
      return lockOut(out, { isFenced })
    }
    if (holder === undefined && isFenced) return { [Symbol.asyncDispose]: async () => {} }
    throw new EnvironmentError('locked', `another Courant is publishing into ${out}${holder ? ` (process ${holder})` : ''}`, {
      remedy: 'wait for it, or stop it',
      cause: error,
    })
  }
  return { [Symbol.asyncDispose]: () => new Promise(resolve => server.close(() => resolve())) }
}

/** An abstract socket on Linux, which leaves no file behind; a socket file elsewhere. */
function socketAddress(out: string): string {
  const name = `courant-${hash('sha256', out, 'hex').slice(0, 24)}`
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
