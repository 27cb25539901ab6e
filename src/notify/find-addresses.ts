import { Resolver } from 'node:dns/promises'
import type { FindAddresses } from '../platform/public-lookup.ts'

/**
 * Asks name servers, the system's unless others are named. Not by the system's own lookup: that has four threads for the whole process, and a few names
 * that nobody answers for would keep all others waiting.
 */
export function findByDns(servers?: readonly string[]): FindAddresses {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 })
  if (servers) resolver.setServers(servers)
  return async host => {
    const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    if (four.status === 'rejected' && six.status === 'rejected') throw four.reason
    return [
      ...(four.status === 'fulfilled' ? four.value.map(address => ({ address, family: 4 })) : []),
      ...(six.status === 'fulfilled' ? six.value.map(address => ({ address, family: 6 })) : []),
    ]
  }
}
