import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { onTestFinished } from 'vitest'

const TYPE = { a: 1, aaaa: 28 } as const
const HEADER_BYTES = 12

/** A name server of one's own, until the test ends. `answer` gives the addresses of a name at this moment; `address` is how resolvers name it. */
export async function nameServer(answer: (name: string) => readonly string[]): Promise<{ readonly address: string }> {
  const socket = createSocket('udp4')
  socket.on('message', (query, { port, address }) => socket.send(replyTo(query, answer), port, address))
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
  onTestFinished(() => void socket.close())
  return { address: `127.0.0.1:${socket.address().port}` }
}

/** Answers the one question of a query (RFC 1035 §4). */
function replyTo(query: Buffer, answer: (name: string) => readonly string[]): Buffer {
  const labels: string[] = []
  let at = HEADER_BYTES
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  const type = query.readUInt16BE(at + 1)
  const question = query.subarray(HEADER_BYTES, at + 5)
  const addresses = answer(labels.join('.')).filter(address => type === (isIPv6(address) ? TYPE.aaaa : TYPE.a))
  const header = Buffer.from(query.subarray(0, HEADER_BYTES))
  header.writeUInt16BE(0x8180, 2)
  header.writeUInt16BE(addresses.length, 6)
  header.writeUInt32BE(0, 8)
  const records = addresses.map(address => {
    const data = isIPv6(address) ? groupsOf(address) : Buffer.from(address.split('.').map(Number))
    // A pointer to the question's name; this type; of the internet; for no time at all.
    return Buffer.concat([Buffer.from([0xc0, HEADER_BYTES, 0, type, 0, 1, 0, 0, 0, 0, 0, data.length]), data])
  })
  return Buffer.concat([header, question, ...records])
}

function groupsOf(address: string): Buffer {
  const [head = '', tail = ''] = address.split('::')
  const [before, after] = [head, tail].map(part => part.split(':').filter(group => group !== ''))
  const middle = Array.from({ length: 8 - (before?.length ?? 0) - (after?.length ?? 0) }, () => '0')
  return Buffer.concat(
    [...(before ?? []), ...middle, ...(after ?? [])].map(group => Buffer.from(group.padStart(4, '0'), 'hex')),
  )
}
