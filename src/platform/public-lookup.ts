import type { LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { isPrivateAddress } from './private-address.ts'

/** Finds all addresses of a host name. */
export type FindAddresses = (host: string) => Promise<readonly LookupAddress[]>

/**
 * A lookup for connections that gives an address only of what may be asked: it is this one that is connected to, and no other, whatever the
 * name leads to a moment later. One private address among several is refused with all of them.
 */
export function publicLookup(find: FindAddresses): LookupFunction {
  return (host, { all }, callback) => {
    find(host).then(
      found => {
        const [first] = found
        if (!first || found.some(({ address }) => isPrivateAddress(address))) callback(new Error(privateRefusal(host)), '')
        else if (all) callback(null, [...found])
        else callback(null, first.address, first.family)
      },
      error => callback(error, ''),
    )
  }
}

/** Says why a URL may not be asked whose host is a private address itself: no lookup is made of those. Undefined where it may. */
export function literalRefusal({ hostname }: URL): string | undefined {
  const host = hostname.replace(/^\[|\]$/g, '')
  return isIP(host) !== 0 && isPrivateAddress(host) ? privateRefusal(host) : undefined
}

function privateRefusal(host: string): string {
  return `${host} is an address of a private network, which nothing from elsewhere may ask`
}
