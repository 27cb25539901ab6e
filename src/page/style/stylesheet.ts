import { createHash } from 'node:crypto'
import type { SitePath } from '../../model/address.ts'
import type { Look } from '../../model/look.ts'
import type { Site } from '../../model/site.ts'
import { ARTICLE } from './article.ts'
import { FEEDS } from './feeds.ts'
import { FRAME } from './frame.ts'
import { GROUPS } from './groups.ts'
import { LISTS } from './lists.ts'
import { LOGO } from './logo.ts'
import { PRINT } from './print.ts'
import { PROSE } from './prose.ts'
import { tokens } from './tokens.ts'

interface Stylesheet {
  readonly path: SitePath
  readonly content: string
  readonly type: string
}

const made = new WeakMap<Look, Stylesheet>()

/** The stylesheet of a newsroom's pages. Its name changes with its content, so that it may be cached for ever. */
export function stylesheetOf({ look }: Pick<Site, 'look'>): Stylesheet {
  const known = made.get(look) ?? stylesheet(look)
  made.set(look, known)
  return known
}

function stylesheet(look: Look): Stylesheet {
  const content = [tokens(look), FRAME, look.logo ? LOGO : '', LISTS, GROUPS, FEEDS, ARTICLE, PROSE, PRINT]
    .filter(part => part !== '')
    .map(part => part.trim())
    .join('\n\n')
    .concat('\n')
    // Readers have no use for our reasons.
    .replace(/\/\*.*?\*\/\n/g, '')
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8)
  return { path: `/assets/style.${hash}.css`, content, type: 'text/css; charset=utf-8' }
}
