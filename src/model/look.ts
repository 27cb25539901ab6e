import type { SitePath } from './address.ts'

/** How a newsroom looks, as far as `site.yaml` says: what only the pages follow from. */
export interface Look {
  readonly logo: Logo | undefined
  readonly colours: Readonly<Record<Scheme, Partial<Palette>>>
  readonly fonts: Readonly<Record<FontUse, Font | undefined>>
}

/** The newsroom's sign in the masthead, in place of its name. */
export interface Logo {
  readonly alt: string
  readonly light: LogoImage
  /** On dark screens; the same one when undefined. */
  readonly dark: LogoImage | undefined
}

/** A file below `articles/static/` and its size in pixels. */
export interface LogoImage {
  readonly path: SitePath
  readonly width: number
  readonly height: number
}

/** What a reader's screen is set to. */
export type Scheme = 'light' | 'dark'

/** What each colour of the pages is for: all of them are drawn in these. */
export interface Palette {
  readonly paper: string
  readonly panel: string
  readonly ink: string
  readonly soft: string
  readonly rule: string
  readonly accent: string
}

/** What a typeface sets: the words of stories, titles, all that stands around them. */
export type FontUse = 'text' | 'headings' | 'interface'

/** Typefaces that every device has, by their kind. */
export type FontStack = 'serif' | 'sans' | 'mono'

/** A typeface: what stands on the reader's device, or files of the newsroom's own. */
export type Font =
  | FontStack
  | {
      readonly regular: SitePath
      readonly bold: SitePath | undefined
      readonly italic: SitePath | undefined
      /** Until the files are there. */
      readonly fallback: FontStack
    }

/** How the newsroom looks that says nothing of it. */
export const PLAIN_LOOK: Look = {
  logo: undefined,
  colours: { light: {}, dark: {} },
  fonts: { text: undefined, headings: undefined, interface: undefined },
}

/** The colours of pages whose newsroom says nothing of them. Every pair of text and ground meets WCAG 2.2 AA. */
export const PALETTES: Readonly<Record<Scheme, Palette>> = {
  light: { paper: '#fdfcf9', panel: '#f4f1ea', ink: '#1b1a18', soft: '#58544d', rule: '#d9d3c7', accent: '#0b4f79' },
  dark: { paper: '#151618', panel: '#202225', ink: '#e8e5de', soft: '#aca89f', rule: '#3a3b3e', accent: '#93c4ea' },
}

/** The colours of code, which stands on the panel: keywords, strings, values, what was removed. */
export const CODE_COLOURS = {
  light: { keyword: '#8b1a4a', string: '#2b5f24', value: '#7a4300', removed: '#9c1f14' },
  dark: { keyword: '#f0a3bf', string: '#a3cf93', value: '#e9bd84', removed: '#f3a79d' },
} as const satisfies Readonly<Record<Scheme, Readonly<Record<string, string>>>>
