import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'

// Every address of the machine, of one family or of both.
const EVERY_IPV4 = '0.0.0.0'
const EVERY = '::'

// Of one link alone: a browser takes no address that names the link (`%eth0`).
const LINK_LOCAL = /^fe[89ab]/i

/**
 * The origins at which a server that listens on `host`, and is bound to `bound`, is reached: each address of this machine where it listens on
 * all of them, else the host as it was named.
 */
export function networkOrigins(
  { host, bound, port }: { readonly host: string; readonly bound: string; readonly port: number },
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces(),
): readonly string[] {
  const isEvery = bound === EVERY_IPV4 || bound === EVERY
  return (isEvery ? addressesOf(interfaces, bound) : [host]).map(
    name => `http://${name.includes(':') ? `[${name}]` : name}:${port}`,
  )
}

function addressesOf(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>, bound: string): readonly string[] {
  const all = Object.values(interfaces).flatMap(addresses => addresses ?? [])
  const reached = all.filter(({ family, address }) => (bound === EVERY || family === 'IPv4') && !LINK_LOCAL.test(address))
  return [...new Set(reached.map(({ address }) => address))]
}
