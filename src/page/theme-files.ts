import type { SitePath } from '../model/address.ts'
import { STYLESHEET } from './style/stylesheet.ts'

/** The files that the pages of the default theme need beside them: path within the site, text, media type. */
export const THEME_FILES: readonly { readonly path: SitePath; readonly content: string; readonly type: string }[] = [STYLESHEET]
