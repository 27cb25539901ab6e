import type { SitePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Site } from '../model/site.ts'
import type { Checked } from './checked.ts'

/** Addresses in fields that lead nowhere within the site: navigation, footer, and what to read instead of a withdrawn story. */
export function deadAddresses(
  checked: readonly Checked[],
  {
    site,
    leadsSomewhere,
    meantBy,
  }: {
    readonly site: Site
    readonly leadsSomewhere: (address: SitePath) => boolean
    /** The address that somebody likely meant by one in this file that leads nowhere. */
    readonly meantBy: (path: string, address: SitePath) => string | undefined
  },
): readonly Diagnostic[] {
  const links = (name: string, lines: readonly { readonly href: string | undefined }[]): readonly Written[] =>
    lines.map(({ href }, index) => ({ path: 'site.yaml', field: `${name}.${index}.href`, address: href }))
  const replacements = checked.map(
    ({ owner }): Written => ({
      path: owner.path,
      field: 'withdrawn.replacement',
      address: owner.kind === 'article' ? owner.withdrawn?.replacement : undefined,
    }),
  )
  return [...links('navigation', site.navigation), ...links('footer', site.footer), ...replacements].flatMap(
    ({ path, field, address }): readonly Diagnostic[] => {
      if (!address?.startsWith('/') || leadsSomewhere(bare(address))) return []
      const meant = meantBy(path, bare(address))
      const form = 'correct it: an address within the site begins and ends with a slash, /about/'
      const remedy = meant === undefined ? form : `did you mean ${meant}?`
      const message = `${JSON.stringify(address)} leads nowhere`
      return [{ severity: 'warning', code: 'link', path, line: 1, column: 1, field, message, remedy }]
    },
  )
}

interface Written {
  readonly path: string
  readonly field: string
  readonly address: string | undefined
}

/** The path alone, decoded. */
function bare(address: string): SitePath {
  const path = address.replace(/[?#].*$/s, '').slice(1)
  try {
    return `/${decodeURIComponent(path).normalize('NFC')}`
  } catch {
    return `/${path}`
  }
}
