import type { RequestListener } from 'node:http'
import type { Settings } from '../config/read-settings.ts'
import { type RunningServer, startServer } from '../serve/server.ts'

const otherHost = 'with --host, or as host in courant.yaml'
// `--port` is of the site's.
const OTHER_PLACE = {
  site: { otherHost, otherPort: 'with --port, or as port in courant.yaml; 0 takes any that is free' },
  monitor: { otherHost, otherPort: 'as metrics in courant.yaml' },
} as const

/** The two servers, which go on listening for as long as nobody names another place. */
export function serversOf({
  onRefused,
  ...listeners
}: {
  readonly site: RequestListener
  readonly monitor: RequestListener
  /** Told of requests to the site that its listener never sees. */
  readonly onRefused: (status: number) => void
}): AsyncDisposable & { readonly listen: (settings: Settings) => Promise<string> } {
  interface Place {
    readonly host: string
    readonly port: number | undefined
  }
  const running = new Map<keyof typeof listeners, { readonly place: Place; readonly server: RunningServer }>()
  const isSame = (a: Place, b: Place): boolean => a.host === b.host && a.port === b.port
  const listenAt = async (name: keyof typeof listeners, place: Place): Promise<string> => {
    const { host, port } = place
    const before = running.get(name)
    if (before && isSame(before.place, place)) return before.server.address
    const how = name === 'site' ? { onRefused } : {}
    const server =
      port === undefined ? undefined : await startServer(listeners[name], { host, port, ...OTHER_PLACE[name] }, how)
    if (server) running.set(name, { place, server })
    else running.delete(name)
    await before?.server[Symbol.asyncDispose]()
    return server?.address ?? ''
  }
  /** A port of ours that goes to another address or to the other server is free only once it is let go of. */
  const letGo = async (places: Readonly<Record<keyof typeof listeners, Place>>): Promise<void> => {
    const wanted = Object.values(places).map(({ port }) => port)
    const leaving = [...running].filter(([name, { place }]) => !isSame(place, places[name]) && wanted.includes(place.port))
    for (const [name] of leaving) running.delete(name)
    await Promise.all(leaving.map(([, { server }]) => server[Symbol.asyncDispose]()))
  }
  return {
    listen: async ({ host, port, metrics }) => {
      const places = { monitor: { host, port: metrics }, site: { host, port } }
      await letGo(places)
      await listenAt('monitor', places.monitor)
      return await listenAt('site', places.site)
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...running.values()].map(({ server }) => server[Symbol.asyncDispose]()))
    },
  }
}
