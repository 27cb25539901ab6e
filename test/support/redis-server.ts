import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createConnection } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Shared } from '../../src/platform/redis.ts'
import { until } from '../cli/courant.ts'
import { commandFile } from './describe-installed.ts'
import { freePort } from './free-port.ts'
import { temporaryFolder } from './newsroom.ts'

/** What tests with a real Redis need, for `describeInstalled`. */
export const REDIS = { needs: ['redis-server'], packages: 'redis-server' } as const

/** A Redis of the tests' own. */
export class RedisServer {
  readonly port: number
  readonly #settings: readonly string[]
  readonly #folder: string = temporaryFolder()
  #process: ChildProcess | undefined

  private constructor(port: number, settings: readonly string[]) {
    this.port = port
    this.#settings = settings
  }

  /** Starts one, until it is ended. It keeps what it knows on disk, as an operator's does. */
  static async start(settings: readonly string[] = []): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), settings)
    await server.start()
    return server
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  async start(): Promise<void> {
    const kept = ['--dir', this.#folder, '--appendonly', 'yes', '--save', '']
    const place = ['--port', String(this.port), '--bind', '127.0.0.1']
    this.#process = spawn(commandFile('redis-server') ?? '', [...place, ...kept, ...this.#settings], { stdio: 'ignore' })
    await until(() => this.#answers())
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal)
  }

  async end(): Promise<void> {
    const ended = this.#process && once(this.#process, 'exit')
    this.signal('SIGKILL')
    await ended
  }

  /** One command, as Redis' inline protocol takes it; its answer, as it comes. */
  async ask(command: string): Promise<string> {
    const socket = createConnection({ port: this.port, host: '127.0.0.1' }).setEncoding('utf8')
    socket.end(`${command}\r\nQUIT\r\n`)
    let answer = ''
    for await (const part of socket) answer += part
    return answer.replace(/\+OK\r\n$/, '')
  }

  async #answers(): Promise<true | undefined> {
    return await this.ask('PING').then(
      answer => (answer.startsWith('+PONG') ? true : undefined),
      () => undefined,
    )
  }
}

/** A Redis until the test ends. */
export async function redisOfTest(settings: readonly string[] = []): Promise<RedisServer> {
  const server = await RedisServer.start(settings)
  onTestFinished(() => server.end())
  return server
}

/** A newsroom's share of a Redis, apart from all others. */
export function sharedIn({ url }: RedisServer): Shared {
  return { url, name: randomUUID() }
}
