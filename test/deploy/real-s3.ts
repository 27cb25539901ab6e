import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import type { BucketDelivery } from '../../src/model/delivery.ts'
import { freePort } from '../support/free-port.ts'

/** Debian's, whatever else the machine has. */
const MOTO = '/usr/bin/moto_server'

/** What a test with a real S3 needs. */
export const NEEDS_S3 = { needs: [MOTO], python: 'flask_cors', packages: 'python3-moto python3-flask-cors' } as const

/** A server that speaks S3, on this machine. */
export interface RealS3 extends Disposable {
  readonly address: string
}

/** Starts moto, which keeps buckets in memory and honours `If-None-Match` where an object is put. `onRequest` is called with each. */
export async function startS3({ onRequest = () => {} }: { readonly onRequest?: (line: string) => void } = {}): Promise<RealS3> {
  const port = await freePort()
  const server = spawn(MOTO, ['-H', '127.0.0.1', '-p', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] })
  createInterface(server.stderr).on('line', line => {
    if (line.includes(' HTTP/1.1')) onRequest(line)
  })
  const address = `http://127.0.0.1:${port}`
  while (!(await fetch(address).catch(() => undefined))) await pause(50)
  return { address, [Symbol.dispose]: () => server.kill('SIGKILL') }
}

let buckets = 0

/** What a server of S3 takes for somebody who may do everything. */
const SIGNED = { Authorization: 'AWS4-HMAC-SHA256 Credential=courant/20260101/us-east-1/s3/aws4_request' }

/** A new bucket. */
export class RealBucket {
  readonly name = `bucket-${process.pid}-${++buckets}`
  readonly #s3: RealS3

  constructor(s3: RealS3) {
    this.#s3 = s3
  }

  static async make(s3: RealS3): Promise<RealBucket> {
    const bucket = new RealBucket(s3)
    await bucket.#ask('', 'PUT')
    return bucket
  }

  /** A delivery to it, past whatever stands before the server. */
  delivery({ endpoint = this.#s3.address, prefix = '', feedCopies = false } = {}): BucketDelivery {
    return { kind: 's3', bucket: this.name, endpoint, region: undefined, prefix, feedCopies }
  }

  /** Asks for an object. */
  get(key: string): Promise<Response> {
    return this.#ask(`/${encodeURI(key)}`, 'GET')
  }

  /** Removes an object. */
  async forget(key: string): Promise<void> {
    await this.#ask(`/${encodeURI(key)}`, 'DELETE')
  }

  async keys(): Promise<readonly string[]> {
    const listed = await (await this.#ask('?list-type=2', 'GET')).text()
    return [...listed.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = '']) => key)
  }

  /** Every object that readers see, by its key. */
  async tree(): Promise<ReadonlyMap<string, Buffer>> {
    const keys = (await this.keys()).filter(key => !key.includes('.courant/'))
    const bodies = await Promise.all(keys.map(async key => Buffer.from(await (await this.get(key)).arrayBuffer())))
    return new Map(keys.map((key, index) => [key, bodies[index] ?? Buffer.alloc(0)]))
  }

  #ask(what: string, method: string): Promise<Response> {
    return fetch(`${this.#s3.address}/${this.name}${what}`, { method, headers: SIGNED })
  }
}
