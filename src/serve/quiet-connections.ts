import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Ends connections over which nothing goes for `idleTimeout` milliseconds, and for no longer than two looks more. Node's own timer notices
 * that an answer is still taken, but is set anew several times for every request, a twenty-fifth of an answer: it is set only for a
 * connection that a look finds as the last one left it.
 */
export function endQuietConnections(
  server: Server,
  { idleTimeout, lookEvery }: { idleTimeout: number; lookEvery: number },
): void {
  const carried = new Map<Socket, number>()
  const look = (): void => {
    for (const [socket, before] of carried) {
      const bytes = socket.bytesRead + socket.bytesWritten
      const isQuiet = bytes === before
      if (isQuiet !== Boolean(socket.timeout)) socket.setTimeout(isQuiet ? idleTimeout : 0)
      carried.set(socket, bytes)
    }
  }
  // A port that is taken leaves a server that never closes.
  server.once('listening', () => {
    const looks = setInterval(look, lookEvery).unref()
    server.once('close', () => clearInterval(looks))
  })
  server.on('connection', (socket: Socket) => {
    carried.set(socket, 0)
    socket.once('close', () => carried.delete(socket))
  })
}
