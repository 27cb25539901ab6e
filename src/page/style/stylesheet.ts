import { createHash } from 'node:crypto'
import type { SitePath } from '../../model/address.ts'
import type { Look } from '../../model/look.ts'
import type { Site } from '../../model/site.ts'
import type { ThemeStyle } from '../../model/theme.ts'
import { ARTICLE } from './article.ts'
import { FEEDS } from './feeds.ts'
import { FRAME } from './frame.ts'
import { GROUPS } from './groups.ts'
import { LISTS } from './lists.ts'
import { PRINT } from './print.ts'
import { PROSE } from './prose.ts'
import { tokens } from './tokens.ts'

interface Stylesheet {
  readonly kind: 'asset'
  readonly path: SitePath
  readonly content: string
  readonly type: string
}

const NO_THEME: ThemeStyle = { style: undefined, styleEnd: undefined }

const made = new WeakMap<Look, WeakMap<ThemeStyle, Stylesheet>>()

/** The stylesheet of a newsroom's pages. Its name changes with its content, so that it may be cached for ever. */
export function stylesheetOf({ look }: Pick<Site, 'look'>, theme: ThemeStyle = NO_THEME): Stylesheet {
  const ofLook = made.get(look) ?? new WeakMap<ThemeStyle, Stylesheet>()
  made.set(look, ofLook)
  const known = ofLook.get(theme) ?? stylesheet(look, theme)
  ofLook.set(theme, known)
  return known
}

function stylesheet(look: Look, { style, styleEnd }: ThemeStyle): Stylesheet {
  const ours = [FRAME, look.logo ? LOGO : '', LISTS, GROUPS, FEEDS, ARTICLE, PROSE, PRINT]
  const content = [tokens(look), ...(style === undefined ? ours : [style]), styleEnd ?? '']
    .filter(part => part.trim() !== '')
    .map(part => part.trim())
    .join('\n\n')
    .concat('\n')
    // Readers have no use for our reasons.
    .replace(/\/\*.*?\*\/\n/g, '')
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8)
  return { kind: 'asset', path: `/assets/style.${hash}.css`, content, type: 'text/css; charset=utf-8' }
}

/** The newsroom's sign in the masthead, where it has one. */
const LOGO = `
.name img {
  inline-size: auto;
  max-block-size: 3rem;
}

.front .name img {
  max-block-size: 6rem;
}
`
