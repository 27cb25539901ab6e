import type { SitePath } from '../model/address.ts'
import { isReserved } from '../model/made-files.ts'
import type { Site } from '../model/site.ts'
import { pathInSite } from './old-address.ts'
import type { SourceStory } from './source.ts'

/** Takes an address unless somebody has it; with and without a slash it is the same. */
export type Claim = (path: SitePath) => boolean

/** Addresses of which these permalinks are taken. */
export function claimer(permalinks: Iterable<string>): Claim {
  const taken = new Set([...permalinks].map(folded))
  return path => {
    if (taken.has(folded(path))) return false
    taken.add(folded(path))
    return true
  }
}

/** The aliases by which a story's old addresses, which are the source's own, lead to it, and why others cannot. */
export function oldRedirects(
  { kind, lang }: Pick<SourceStory, 'kind' | 'lang'>,
  {
    olds,
    permalink,
    site,
    claim,
  }: { readonly olds: readonly string[]; readonly permalink: SitePath; readonly site: Site; readonly claim: Claim },
): { readonly aliases: readonly SitePath[]; readonly losses: readonly string[] } {
  const aliases: SitePath[] = []
  const losses: string[] = []
  for (const old of olds) {
    const read = pathInSite(old, site)
    const problem = 'problem' in read ? read.problem : problemOf(read.path, { kind, lang, permalink })
    if (problem !== undefined) losses.push(`no redirect: ${problem}`)
    else if ('path' in read && bare(read.path) !== bare(permalink) && read.path !== '/') {
      if (claim(read.path)) aliases.push(read.path)
      else losses.push(`no redirect: ${read.path} belongs to another story`)
    }
  }
  return { aliases, losses }
}

function problemOf(
  path: SitePath,
  { kind, lang, permalink }: Pick<SourceStory, 'kind' | 'lang'> & { readonly permalink: SitePath },
): string | undefined {
  if (bare(path) === bare(permalink) || path === '/') return undefined
  if (folded(path) === folded(permalink)) return `${path} differs from its new address in capital letters alone`
  if (kind === 'page') return `${path} is now ${permalink}, and pages have no aliases`
  if (isReserved(path.slice(1), new Set(lang === undefined ? [] : [lang.toLowerCase()])))
    return `${path} is an address that Courant makes itself`
  return isPlain(path) ? undefined : `${path} is no address that an alias can have`
}

function bare(path: string): string {
  return path.replace(/\/(?:index\.html?)?$/, '')
}

function folded(path: string): string {
  return bare(path).toLowerCase()
}

function isPlain(path: SitePath): boolean {
  const parts = path.split('/').slice(1, path.endsWith('/') ? -1 : undefined)
  return parts.every(part => part !== '' && part !== '.' && part !== '..') && !/[\p{C}?#\\]/u.test(path)
}
