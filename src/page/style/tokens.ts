import { type Look, PALETTES, type Palette } from '../../model/look.ts'
import { fontFaces, STACKS, stackOf } from './fonts.ts'

/** Colours, typefaces and measures, and the ground that all pages stand on. */
export function tokens({ colours, fonts }: Look): string {
  return `${fontFaces(fonts)}
:root {
  color-scheme: light dark;
${properties({ ...PALETTES.light, ...colours.light }, 2)}
  --text: ${stackOf('text', fonts) ?? STACKS.serif};
  --headings: ${stackOf('headings', fonts) ?? 'var(--text)'};
  --sans: ${stackOf('interface', fonts) ?? STACKS.sans};
  --mono: ${STACKS.mono};
  --margin: clamp(1rem, 4vw, 2.5rem);
  --measure: 41rem;
  --leading: 1.6;
}

@media (prefers-color-scheme: dark) {
  :root {
${properties({ ...PALETTES.dark, ...colours.dark }, 4)}
  }
}

:lang(ar), :lang(fa), :lang(ur), :lang(zh), :lang(ja) {
  --leading: 1.8;
}

*, ::before, ::after {
  box-sizing: border-box;
}

html {
  background: var(--paper);
  color: var(--ink);
  font: 400 100%/1.5 var(--sans);
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
}

body, h1, h2, h3, p, ul, dl, dd, figure {
  margin: 0;
  padding: 0;
}

body {
  border-block-start: 0.25rem solid var(--accent);
  min-block-size: 100vb;
  display: flex;
  flex-direction: column;
  overflow-wrap: anywhere;
}

h1, h2, h3 {
  font-family: var(--headings);
  font-weight: 700;
  line-height: 1.15;
  text-wrap: balance;
}

:is(h1, h2, h3):lang(ar), :is(h1, h2, h3):lang(fa), :is(h1, h2, h3):lang(ur) {
  line-height: 1.4;
}

img, video, audio {
  max-inline-size: 100%;
}

img, video {
  block-size: auto;
}

img {
  display: block;
}

a {
  color: var(--accent);
  text-decoration-thickness: from-font;
  text-underline-offset: 0.16em;
}

a:hover {
  text-decoration-thickness: 0.12em;
}

:focus-visible {
  outline: 3px solid var(--accent);
  outline-offset: 3px;
  border-radius: 1px;
}

main:focus {
  outline: none;
}
`
}

function properties(palette: Palette, indent: number): string {
  return Object.entries(palette)
    .map(([name, colour]) => `${' '.repeat(indent)}--${name}: ${colour};`)
    .join('\n')
}
