import { createHash } from 'node:crypto'
import type { SitePath } from '../../model/address.ts'
import { ARTICLE } from './article.ts'
import { FEEDS } from './feeds.ts'
import { FRAME } from './frame.ts'
import { GROUPS } from './groups.ts'
import { LISTS } from './lists.ts'
import { PRINT } from './print.ts'
import { PROSE } from './prose.ts'
import { TOKENS } from './tokens.ts'

const content = [TOKENS, FRAME, LISTS, GROUPS, FEEDS, ARTICLE, PROSE, PRINT]
  .map(part => part.trim())
  .join('\n\n')
  .concat('\n')
  // Readers have no use for our reasons.
  .replace(/\/\*.*?\*\/\n/g, '')
const hash = createHash('sha256').update(content).digest('hex').slice(0, 8)
const path: SitePath = `/assets/style.${hash}.css`

/** The theme's stylesheet. Its name changes with its content, so that it may be cached for ever. */
export const STYLESHEET = { path, content, type: 'text/css; charset=utf-8' } as const
