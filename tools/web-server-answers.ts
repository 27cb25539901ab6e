import { hrefOf, type SitePath } from '../src/model/address.ts'
import type { Answer } from '../src/model/artifact.ts'
import { feedNames, frontsIn } from '../src/model/feed-names.ts'
import type { Manifest } from '../src/output/manifest-file.ts'

/** An address that does not answer with a page of its own, and what it answers with. */
interface Line {
  /** As the server compares it: decoded, with the base path in front. */
  readonly from: string
  readonly answer: Exclude<Answer, { readonly status: 200 }>
  /** Percent-encoded, for a `Location` field. */
  readonly to: string
}

// Caddy does not include an empty file, as it would be where nothing has moved yet.
const HEADING = '# Addresses that moved (301) and that are gone (410). Written by write-web-server-answers.ts.\n'

const WRITERS = {
  // Exact locations, not a map: nginx looks a map up without regard to case, which an address has.
  nginx: ({ from, answer, to }: Line) =>
    answer.status === 301
      ? `location = ${quoted(from)} { return 301 "${to}"; }\n`
      : `location = ${quoted(from)} { return 410; }\n`,
  caddy: ({ from, answer, to }: Line) => `${quoted(from)} ${answer.status} "${to}"\n`,
} as const satisfies Record<string, (line: Line) => string>

/** A web server that the answers can be written for. */
export type WebServer = keyof typeof WRITERS

/** Every web server that the answers can be written for. */
export const WEB_SERVERS: readonly WebServer[] = ['nginx', 'caddy']

/**
 * What a web server has to include, so that addresses that moved answer 301 and those that are gone 410: a line for each, in the
 * manifest's order, then the names under which feeds are looked for. `basePath` is what the site's addresses begin with, without a slash at its end.
 */
export function webServerAnswers(server: WebServer, { manifest, basePath }: { manifest: Manifest; basePath: string }): string {
  const lines = [...manifest.values()].flatMap(({ path, answer }): readonly Line[] => {
    if (!answer || answer.status === 200) return []
    const to = answer.status === 301 ? hrefOf({ basePath }, answer.to) : ''
    return [{ from: basePath + addressOf(path), answer, to }]
  })
  const names = feedNames(manifest, frontsIn(manifest.keys())).map(
    ({ from, to }): Line => ({ from: basePath + from, answer: { status: 301, to }, to: hrefOf({ basePath }, to) }),
  )
  return HEADING + [...lines, ...names].map(WRITERS[server]).join('')
}

/** Where a published file is asked for: a folder's page at the folder. */
function addressOf(path: string): SitePath {
  return `/${path.replace(/(^|\/)index\.html$/, '$1')}`
}

function quoted(path: string): string {
  return `"${path.replaceAll(/["\\]/g, '\\$&')}"`
}
