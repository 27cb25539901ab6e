import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'

/**
 * What comes back for bytes that no client library would send, until the server ends the connection; `Connection: close` in them makes
 * it do so. A connection that is cut counts as ended.
 */
export function rawExchange(address: string, ...parts: readonly string[]): Promise<string> {
  return new Promise(resolve => {
    const socket = connect(Number(new URL(address).port), '127.0.0.1').setEncoding('latin1')
    let text = ''
    socket.on('data', part => {
      text += part
    })
    socket.on('error', () => {}).on('close', () => resolve(text))
    void sendParts(part => socket.write(part, 'latin1'), parts)
  })
}

/** One after another, so that they arrive apart. */
async function sendParts(send: (part: string) => void, parts: readonly string[]): Promise<void> {
  for (const part of parts) {
    send(part)
    await setTimeout(5)
  }
}
