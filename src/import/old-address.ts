import type { SitePath } from '../model/address.ts'
import type { Site } from '../model/site.ts'

/** An old address as what it names: the same for http and https, with and without a slash or `index.html` at its end. */
export function addressKey(address: string): string {
  const url = URL.parse(address)
  if (!url) return address
  const path = decoded(url.pathname)
    .replace(/\/index\.html?$/, '/')
    .replace(/\/+$/, '')
  return `${url.host.replace(/^www\./, '')}${path}${url.search}`
}

/**
 * The path within the new site at which an old address is answered; or why it cannot be. Hosts are whoever moves the site's
 * concern: what stood at `https://old.example.org/a/` is looked for at `/a/`.
 */
export function pathInSite(
  address: string,
  { origin, basePath }: Pick<Site, 'origin' | 'basePath'>,
): { readonly path: SitePath } | { readonly problem: string } {
  const url = URL.parse(address, `${origin}${basePath}/`)
  if (!url) return { problem: `${address} is no address` }
  if (url.search !== '') return { problem: `${address} has a question mark, by which no page can be told here` }
  if (url.hash !== '') return { problem: `${address} is a place within a page` }
  const whole = decoded(url.pathname).normalize('NFC')
  if (url.origin === origin && basePath !== '') {
    if (!whole.startsWith(`${basePath}/`)) return { problem: `${address} lies outside the newsroom's own address` }
    return { path: `/${whole.slice(basePath.length + 1)}` }
  }
  return { path: `/${whole.slice(1)}` }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
