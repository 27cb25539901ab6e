import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

// A process that stands for many subscribers, each at an address of its own on this machine: what an author's machine must not do for them.

/** When each subscriber had the whole of what was delivered last, milliseconds since the epoch, by its number. */
const arrivals = new Map<number, number>()
const SLOW_MS = 5_000

/** How a subscriber behaves: a tenth answers late, a tenth never. */
function behaviourOf(number: number): 'prompt' | 'slow' | 'dead' {
  if (number % 10 === 0) return 'slow'
  return number % 10 === 1 ? 'dead' : 'prompt'
}

function take(number: number, request: IncomingMessage, response: ServerResponse): void {
  request.resume().on('end', () => {
    if (!arrivals.has(number)) arrivals.set(number, Date.now())
    const behaviour = behaviourOf(number)
    if (behaviour === 'prompt') response.writeHead(204).end()
    else if (behaviour === 'slow') setTimeout(() => response.writeHead(204).end(), SLOW_MS)
  })
}

function livingTimes(): readonly number[] {
  return [...arrivals].flatMap(([number, atMs]) => (behaviourOf(number) === 'dead' ? [] : [atMs]))
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://subscriber.example')
  if (request.method === 'GET') response.end(url.searchParams.get('hub.challenge') ?? '')
  else take(Number(url.pathname.slice(1)), request, response)
})
server.listen(0, '0.0.0.0', () => {
  const bound = server.address()
  process.send?.({ port: typeof bound === 'object' ? bound?.port : 0 })
})

process.on('message', question => {
  if (question === 'arrived') process.send?.({ arrived: livingTimes().length })
  else process.send?.({ times: livingTimes() })
})
