import type { SitePath } from '../model/address.ts'
import type { Site } from '../model/site.ts'
import type { ThemeStyle } from '../model/theme.ts'
import { SEARCH_SCRIPT } from './search-script.ts'
import { SEARCH_STYLE } from './style/search.ts'
import { stylesheetOf } from './style/stylesheet.ts'

/** A file that the pages need beside them: path within the site, text, media type. */
interface ThemeFile {
  readonly kind: 'asset' | 'search-script'
  readonly path: SitePath
  readonly content: string
  readonly type: string
}

/** The files that the pages need beside them. */
export function themeFiles(site: Pick<Site, 'search' | 'look'>, theme?: ThemeStyle): readonly ThemeFile[] {
  const style = stylesheetOf(site, theme)
  return site.search ? [style, SEARCH_STYLE, SEARCH_SCRIPT] : [style]
}
