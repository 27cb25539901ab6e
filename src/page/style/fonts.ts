import type { SitePath } from '../../model/address.ts'
import type { Font, FontStack, FontUse, Look } from '../../model/look.ts'

/** Typefaces that readers' devices have, the best first. */
export const STACKS: Readonly<Record<FontStack, string>> = {
  serif: 'Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, "Noto Serif", serif',
  sans: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif',
  mono: 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace',
}

/** What to set a part of the pages in; undefined where the newsroom does not say. */
export function stackOf(use: FontUse, fonts: Look['fonts']): string | undefined {
  const font = fonts[use]
  if (font === undefined || typeof font === 'string') return font && STACKS[font]
  return `${familyOf(use)}, ${STACKS[font.fallback]}`
}

/** The newsroom's own font files, asked for where their letters are needed and nowhere else. */
export function fontFaces(fonts: Look['fonts']): string {
  return (['text', 'headings', 'interface'] as const).map(use => facesOf(use, fonts[use])).join('')
}

function facesOf(use: FontUse, font: Font | undefined): string {
  if (font === undefined || typeof font === 'string') return ''
  // Titles are bold: where there is one file for them, it has the weight that they are to have.
  const regular = use === 'headings' && font.bold === undefined ? '1 1000' : '400'
  return [
    face(use, font.regular, { weight: regular }),
    font.bold && face(use, font.bold, { weight: '700' }),
    font.italic && face(use, font.italic, { weight: '400', style: 'italic' }),
  ].join('')
}

function face(
  use: FontUse,
  file: SitePath,
  { weight, style = 'normal' }: { readonly weight: string; readonly style?: string },
): string {
  // The stylesheet stands in `/assets/`, below whatever base path the site has.
  return `@font-face {
  font-family: ${familyOf(use)};
  font-style: ${style};
  font-weight: ${weight};
  font-display: swap;
  src: url("..${encodeURI(file)}") format("woff2");
}

`
}

function familyOf(use: FontUse): string {
  return `"Newsroom ${use}"`
}
