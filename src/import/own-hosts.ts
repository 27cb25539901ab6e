import type { Source } from './source.ts'

/** The hosts of the source itself: the one that it names, and the one at which most of its stories stood. */
export function ownHosts({ home, stories }: Source): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const { address } of stories) {
    const host = hostOf(address)
    if (host !== undefined) counts.set(host, (counts.get(host) ?? 0) + 1)
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1])
  const own = hostOf(home)
  return new Set([...(own === undefined ? [] : [own]), ...(most ? [most[0]] : [])])
}

function hostOf(address: string | undefined): string | undefined {
  return address === undefined ? undefined : URL.parse(address)?.host.replace(/^www\./, '')
}

/** Whether an address is within the source's own site; so is one that names no host. */
export function isOwn(address: string | undefined, hosts: ReadonlySet<string>): boolean {
  const host = hostOf(address)
  return host === undefined || hosts.has(host)
}
