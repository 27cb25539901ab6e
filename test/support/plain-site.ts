import { readSite } from '../../src/config/read-site.ts'
import type { Site } from '../../src/model/site.ts'

const SOURCE = `title: Example Newsroom
description: News of the example.
url: https://news.example.org
idPrefix: "tag:news.example.org,2026:"
timezone: UTC
lang: en
`

/** A newsroom whose `site.yaml` has the required fields alone: every other setting is as Courant reads it when it is absent. */
export const PLAIN_SITE: Site = plainSite()

function plainSite(): Site {
  const { site, diagnostics } = readSite(SOURCE, { measure: () => undefined, exists: () => false })
  if (!site) throw new Error(diagnostics.map(({ message }) => message).join('; '))
  return site
}
