import type { RequestListener } from 'node:http'
import { EnvironmentError, isSystemError } from '../platform/environment-error.ts'
import { type RunningServer, startServer } from './server.ts'

/** Where to look for a port that is free. */
export interface PortRange {
  readonly host: string
  readonly firstPort: number
  /** How many ports to try. */
  readonly ports: number
}

/** Listens on the first port of a range that no other program has. @throws EnvironmentError when all are taken, or none may be had */
export async function startOnFirstFreePort(
  listener: RequestListener,
  { host, firstPort, ports }: PortRange,
): Promise<RunningServer> {
  for (let port = firstPort; ; port++) {
    try {
      return await startServer(listener, { host, port })
    } catch (error) {
      const isTaken =
        error instanceof EnvironmentError && error.code === 'port-taken' && isSystemError(error.cause, 'EADDRINUSE')
      if (!isTaken || port === firstPort + ports - 1) throw error
    }
  }
}
