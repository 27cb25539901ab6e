/** The part of the client that our test speaks to; it brings no types of its own. */
declare module 'pubsubhubbub' {
  import type { EventEmitter } from 'node:events'
  import type { Server } from 'node:http'

  interface Client extends EventEmitter {
    readonly server: Server
    callbackUrl: string
    listen(port: number, host: string): void
    subscribe(topic: string, hub: string, done: (error: Error | null) => void): void
    unsubscribe(topic: string, hub: string, done: (error: Error | null) => void): void
  }

  export function createServer(options: { readonly leaseSeconds: number }): Client
}
