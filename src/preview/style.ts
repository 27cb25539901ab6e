/** How a preview looks: its marks on the page, in the theme's colours, and its bar over it, which keeps its own. */
export const STYLE = `.ahead {
  inline-size: fit-content;
  margin-block-end: 0.625rem;
  padding: 0.125rem 0.625rem;
  border-radius: 1rem;
  background: #ffe08a;
  color: #3d2c00;
  font: 600 0.8125rem/1.5 var(--sans);
}

.ahead.draft {
  background: #dcdde1;
  color: #24262b;
}

.ahead.notice {
  max-inline-size: var(--measure);
  margin-block-end: 1.5rem;
  padding: 0.75rem 1.125rem;
  border-radius: 0.375rem;
  font-weight: 400;
  font-size: 0.9375rem;
}

.ahead.notice strong::after {
  content: ".";
}

@media (min-width: 52rem) {
  .entry .words .ahead {
    grid-column: 2;
  }
}

.courant-preview {
  --bar: #1d1f24;
  --line: #454952;
  --words: #f3f2ef;
  --quiet: #b9bcc4;
  --error: #ff9c92;
  --warning: #f5cb6b;
  position: fixed;
  inset-block-end: 0.75rem;
  inset-inline: 0.75rem;
  z-index: 2147483647;
  max-inline-size: 44rem;
  margin-inline: auto;
  border: 1px solid var(--line);
  border-radius: 0.625rem;
  background: var(--bar);
  box-shadow: 0 0.5rem 2rem rgb(0 0 0 / 35%);
  color: var(--words);
  font: 400 0.875rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif;
  text-align: start;
}

.courant-preview.quiet {
  inline-size: fit-content;
}

.courant-preview .bar {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0 0.875rem;
  padding: 0.5rem 0.875rem;
  list-style: none;
}

.courant-preview summary {
  cursor: pointer;
}

.courant-preview summary::-webkit-details-marker {
  display: none;
}

.courant-preview summary::after {
  content: "Show";
  margin-inline-start: auto;
  color: var(--quiet);
  text-decoration: underline;
  text-underline-offset: 0.16em;
}

.courant-preview [open] summary::after {
  content: "Hide";
}

.courant-preview :focus-visible {
  outline-color: var(--words);
  border-radius: 0.5rem;
}

.courant-preview .moment {
  color: var(--quiet);
}

.courant-preview .lost {
  display: none;
}

.courant-preview.lost .lost {
  display: inline;
  color: var(--warning);
}

.courant-preview .errors, .courant-preview .error .what {
  color: var(--error);
  font-weight: 600;
}

.courant-preview .warnings, .courant-preview .warning .what {
  color: var(--warning);
  font-weight: 600;
}

.courant-preview .mistakes {
  max-block-size: min(60vh, 32rem);
  overflow-y: auto;
  border-block-start: 1px solid var(--line);
  padding: 0.25rem 0.875rem 0.75rem;
  overscroll-behavior: contain;
}

.courant-preview h2 {
  margin-block: 0.75rem 0.25rem;
  color: var(--quiet);
  font: inherit;
}

.courant-preview ul {
  margin: 0;
  padding: 0;
  list-style: none;
}

.courant-preview li {
  margin-block-start: 0.5rem;
  border-inline-start: 3px solid var(--warning);
  padding-inline-start: 0.75rem;
}

.courant-preview li.error {
  border-color: var(--error);
}

.courant-preview li + li {
  margin-block-start: 0.875rem;
}

.courant-preview p {
  margin: 0;
  max-inline-size: none;
  overflow-wrap: anywhere;
}

.courant-preview a {
  color: inherit;
}

.courant-preview .place {
  font: 0.8125rem/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace;
}

.courant-preview .field {
  margin-inline-start: 0.5rem;
}

.courant-preview :is(.why, .more, .field) {
  color: var(--quiet);
}

/* What has the focus, and the end of the page, are never behind the bar. */
html:has(.courant-preview) {
  scroll-padding-block-end: 4rem;
}

body:has(> .courant-preview)::after {
  content: "";
  display: block;
  flex: none;
  block-size: 4rem;
}

@media print {
  .courant-preview, .ahead {
    display: none;
  }
}
`
