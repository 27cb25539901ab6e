import { BlockList, isIP, isIPv6 } from 'node:net'

// Two lists: in one, Node holds the rules of IPv6 against IPv4 addresses too, in their mapped form.
/** Networks that no public site stands in: this machine, private ones, links, and what is kept for other uses (RFC 6890). */
const PRIVATE = { ipv4: new BlockList(), ipv6: new BlockList() }
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Azure's, by which a machine there asks for its own secrets.
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.ipv4.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  // Nothing outside 2000::/3 is anybody's on the public network (RFC 4291 §2.4), IPv4 in its other spellings least of all.
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  PRIVATE.ipv6.addSubnet(network, prefix, 'ipv6')

/** Whether an IP address is none of the public network's; what is no IP address is none either. */
export function isPrivateAddress(address: string): boolean {
  if (isIP(address) === 0) return true
  const family = isIPv6(address) ? 'ipv6' : 'ipv4'
  return PRIVATE[family].check(address, family)
}
