/**
 * On paper: the story alone, in black, with the addresses that its links lead to and its own at the end. The foot of the page says whose it
 * is: paper has nothing to click, and a sheet for it alone would be wasted. An address runs from left to right in text that does not, its slash
 * at the end too.
 */
export const PRINT = `
@media print {
  :root {
    color-scheme: light;
    --paper: #fff;
    --panel: #fff;
    --ink: #000;
    --soft: #333;
    --rule: #999;
    --accent: #000;
  }

  @page {
    margin: 2cm;
  }

  html {
    font-size: 10.5pt;
  }

  .skip, .sections, .languages, .related, .neighbours, .pages, .follow, .topics, h2:has(+ .topics), .site-footer p:not([class]) {
    display: none;
  }

  body {
    border: 0;
  }

  .inner, main, .text, .prose, .page-head, .story > header {
    max-inline-size: none;
    padding-inline: 0;
  }

  main, footer div {
    padding: 0;
  }

  .story {
    display: block;
  }

  .main-image img {
    max-block-size: 9cm;
  }

  .about {
    border: 0;
  }

  .disclaimer {
    border: 1px solid var(--rule);
  }

  .prose a[href^="http"]::after {
    content: " (" attr(href) ")";
    font-size: 0.85em;
    overflow-wrap: anywhere;
  }

  [dir="rtl"] .prose a[href^="http"]::after {
    content: " (\\2066" attr(href) "\\2069)";
  }

  [dir="rtl"] .own-address {
    direction: ltr;
    text-align: end;
  }

  [role="doc-backlink"] {
    display: none;
  }

  .own-address {
    display: block;
  }

  h1, h2, h3 {
    break-after: avoid;
  }

  figure, table, .card, .entry, .channel, .group li {
    break-inside: avoid;
  }
}
`
