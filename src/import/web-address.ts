/** An `http(s):` address in full, read against a base where it is relative; undefined for what is none. */
export function webAddress(address: string | undefined, base?: string): string | undefined {
  if (address === undefined || address.trim() === '') return undefined
  // With a base that is none itself, even an address in full would be none.
  const url = URL.parse(address.trim()) ?? URL.parse(address.trim(), base)
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined
}

/** The address in full of a path within the site at `home`, whatever its first part looks like. */
export function addressWithin(home: string, path: string): string {
  return new URL(`./${path.replace(/^\/+/, '').replaceAll('#', '%23')}`, home).href
}
