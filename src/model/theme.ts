import type { Diagnostic } from './diagnostic.ts'

/** What a theme can replace, by the name of its file. */
export const TEMPLATE_NAMES = [
  'body',
  'head-end',
  'masthead',
  'footer',
  'list',
  'card',
  'article',
  'archive',
  'standing',
  'feeds',
  'search',
  'gone',
  'not-found',
] as const

export type TemplateName = (typeof TEMPLATE_NAMES)[number]

/** The operator's own templates and style, as they stand in their folder. */
export interface Theme extends ThemeStyle {
  /** The folder on this disk. */
  readonly root: string
  /** How the newsroom knows the folder: the path from its own to this one. */
  readonly path: string
  /** Hash of all its files. */
  readonly version: string
  /** The file of each template that it replaces, by its name in the folder. */
  readonly templates: Readonly<Partial<Record<TemplateName, string>>>
  /** What is wrong with it at first sight. */
  readonly diagnostics: readonly Diagnostic[]
}

/** What a theme does to the stylesheet. */
export interface ThemeStyle {
  /** In place of ours: `style.css`. */
  readonly style: string | undefined
  /** After it: `style-end.css`. */
  readonly styleEnd: string | undefined
}
