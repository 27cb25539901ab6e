import { hrefOf, type SitePath } from '../model/address.ts'
import { SEARCH_SCRIPTS } from '../model/search.ts'

/** Where the scripts of a page are, and what else it may do that no other page may. */
export interface AllowedScripts {
  /** What the addresses of the site begin with. */
  readonly basePath: string
  /** Addresses of scripts that Courant wrote, each of which is allowed as it is written here, and no other. */
  readonly scripts: readonly SitePath[]
  readonly webAssembly: boolean
}

/** The search page's: its own script, and Pagefind's, which compiles WebAssembly. */
export function searchScripts(basePath: string): AllowedScripts {
  return { basePath, scripts: Object.values(SEARCH_SCRIPTS), webAssembly: true }
}

/** From where pictures and recordings may come: from other sites too, as they do on a published page; or from the site alone. */
export type MediaFrom = 'anywhere' | 'site'

/**
 * What every answer carries: no sniffing, no frame, no script but those that it names, no worker, no more referrer than needed. What is
 * published has no scripts; a preview has its own, and so has the search page.
 */
export function securityHeaders({
  allowed,
  mediaFrom = 'anywhere',
}: {
  readonly allowed?: AllowedScripts
  readonly mediaFrom?: MediaFrom
} = {}): Headers {
  return new Headers({
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': [policy(allowed, mediaFrom), ...(allowed ? [exactly(allowed)] : [])].join(', '),
    'Referrer-Policy': mediaFrom === 'site' ? 'no-referrer' : 'strict-origin-when-cross-origin',
  })
}

function policy(allowed: AllowedScripts | undefined, mediaFrom: MediaFrom): string {
  const elsewhere = mediaFrom === 'anywhere' ? ' https:' : ''
  const scripts = allowed ? `'self'${webAssembly(allowed)}` : "'none'"
  return `default-src 'self'; script-src ${scripts}; worker-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; img-src 'self'${elsewhere} data:; media-src 'self'${elsewhere}`
}

/**
 * A second policy, which must be met as well (Content Security Policy Level 3, §8.1): `'self'` takes no path, and by which host and port
 * a page is known to its reader, the server cannot tell. So the first says which host, and this one which paths.
 */
function exactly(allowed: AllowedScripts): string {
  const sources = allowed.scripts.map(path => `*:*${hrefOf(allowed, path).replace(/[;,]/g, encodeURIComponent)}`)
  return `script-src ${sources.join(' ')}${webAssembly(allowed)}`
}

function webAssembly({ webAssembly }: AllowedScripts): string {
  return webAssembly ? " 'wasm-unsafe-eval'" : ''
}
