import { CODE_COLOURS } from '../../model/look.ts'

/** Running text: what Markdown can make, set for reading. Code wraps: what does not scroll needs no keyboard to scroll it, and prints whole. */
export const PROSE = `
.prose {
  max-inline-size: var(--measure);
  font: 400 1.125rem/var(--leading) var(--text);
  hanging-punctuation: first allow-end;
}

@media (min-width: 40rem) {
  .prose, .dateline {
    font-size: 1.1875rem;
  }
}

.prose > * {
  margin-block: 0;
}

.prose > * + * {
  margin-block-start: 1em;
}

.prose p {
  text-wrap: pretty;
}

.prose :is(h2, h3, h4, h5, h6) {
  margin-block-start: 1.6em;
  font: 700 1.3em/1.25 var(--headings);
}

.prose h3 {
  font-size: 1.1em;
}

.prose :is(h4, h5, h6) {
  font-size: 1em;
}

.prose :is(h2, h3, h4, h5, h6) + * {
  margin-block-start: 0.5em;
}

.prose :is(ul, ol) {
  padding-inline-start: 1.4em;
}

.prose li + li, .prose li > :is(ul, ol) {
  margin-block-start: 0.35em;
}

.prose li::marker {
  color: var(--soft);
}

.prose blockquote {
  margin-inline: 0;
  padding-inline-start: 1.125rem;
  border-inline-start: 3px solid var(--rule);
  color: var(--soft);
}

.prose blockquote > * {
  margin-block: 0.5em;
}

.prose .quote {
  margin-block: 1.75em;
  padding-inline-start: 1.125rem;
  border-inline-start: 3px solid var(--accent);
}

.prose .quote blockquote {
  border: 0;
  padding: 0;
  color: inherit;
  font-size: 1.25em;
  line-height: 1.4;
}

.prose hr {
  inline-size: 6rem;
  margin: 2em auto;
  border: 0;
  border-block-start: 1px solid var(--rule);
}

.prose code {
  padding: 0.1em 0.3em;
  background: var(--panel);
  font: 0.875em/1.5 var(--mono);
  overflow-wrap: anywhere;
}

/* In text from right to left, code and an address run as they are written, their signs at the end too. */
[dir="rtl"] .prose :is(a, code) {
  unicode-bidi: plaintext;
}

.prose pre {
  padding: 0.875rem 1.125rem;
  background: var(--panel);
  line-height: 1.5;
  white-space: pre-wrap;
  direction: ltr;
}

.prose pre code {
  padding: 0;
  font-size: 0.8125em;
}

/* Each 6.6 to 1 or more upon its panel. */
.code-keyword {
  color: ${code('keyword')};
}

.code-string, .code-added {
  color: ${code('string')};
}

.code-value {
  color: ${code('value')};
}

.code-name {
  color: var(--accent);
}

.code-comment {
  color: var(--soft);
}

.code-removed {
  color: ${code('removed')};
}

.prose .table {
  overflow-x: auto;
}

.prose table {
  border-collapse: collapse;
  min-inline-size: 100%;
  font: 0.9375rem/1.45 var(--sans);
  font-variant-numeric: tabular-nums lining-nums;
}

.prose :is(th, td) {
  padding: 0.5rem 0.75rem;
  border-block-end: 1px solid var(--rule);
  vertical-align: baseline;
}

.prose :is(th, td):first-child {
  padding-inline-start: 0;
}

.prose :is(th, td):last-child {
  padding-inline-end: 0;
}

/* A column is as wide as its longest word: the table scrolls. */
.prose :is(th, td) {
  overflow-wrap: break-word;
}

/* Words keep room to be read in; numbers need none. */
.prose td:not(.right) {
  min-inline-size: 6.5rem;
}

.prose td code {
  overflow-wrap: normal;
}

.prose th:not([class]) {
  text-align: start;
}

.prose .left {
  text-align: left;
}

.prose .center {
  text-align: center;
}

.prose .right {
  text-align: right;
}

.prose thead th {
  border-block-end-color: var(--ink);
}

.prose :is(sup, sub) {
  line-height: 0;
}

.prose sup {
  font-size: 0.75em;
}

/* Small things to hit need room. */
.prose sup > a {
  padding: 0.4em 0.15em;
  text-decoration: none;
}

.footnotes {
  border-block-start: 1px solid var(--rule);
  color: var(--soft);
  font-size: 0.875em;
}

.prose .footnotes {
  margin-block-start: 2em;
}

.footnotes p {
  margin-block: 0 0.35em;
}

[role="doc-backlink"] {
  font-family: var(--sans);
}

.prose :is(li, sup > a):target {
  background: var(--panel);
  outline: 0.3em solid var(--panel);
}

.prose dt {
  font-weight: 700;
}

.prose dd {
  margin-inline-start: 1.4em;
}
`

function code(part: keyof (typeof CODE_COLOURS)['light']): string {
  return `light-dark(${CODE_COLOURS.light[part]}, ${CODE_COLOURS.dark[part]})`
}
