/** Colours, typefaces and measures, and the ground that all pages stand on. Every pair of colours meets WCAG 2.2 AA. */
export const TOKENS = `
:root {
  color-scheme: light dark;
  --paper: #fdfcf9;
  --panel: #f4f1ea;
  --ink: #1b1a18;
  --soft: #58544d;
  --rule: #d9d3c7;
  --accent: #0b4f79;
  --serif: Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, "Noto Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  --mono: ui-monospace, "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace;
  --margin: clamp(1rem, 4vw, 2.5rem);
  --measure: 41rem;
  --leading: 1.6;
}

@media (prefers-color-scheme: dark) {
  :root {
    --paper: #151618;
    --panel: #202225;
    --ink: #e8e5de;
    --soft: #aca89f;
    --rule: #3a3b3e;
    --accent: #93c4ea;
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
  overflow-wrap: break-word;
}

h1, h2, h3 {
  font-family: var(--serif);
  font-weight: 700;
  line-height: 1.15;
  text-wrap: balance;
}

:is(h1, h2, h3):lang(ar), :is(h1, h2, h3):lang(fa), :is(h1, h2, h3):lang(ur) {
  line-height: 1.4;
}

img {
  display: block;
  max-inline-size: 100%;
  block-size: auto;
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
