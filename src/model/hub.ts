import { type SitePath, urlOf } from './address.ts'

/** What an operator writes for Courant's own hub, in place of another's address. */
export const OWN_HUB = 'self'

/** Where the own hub is asked, within the site. */
export const HUB_PATH: SitePath = '/hub'

/** The address of the hub that the feeds of a site name, as it is written where it is another's. */
export function hubAddress(
  site: { readonly origin: string; readonly basePath: string },
  hub: string | undefined,
): string | undefined {
  return hub === OWN_HUB ? urlOf(site, HUB_PATH) : hub
}
