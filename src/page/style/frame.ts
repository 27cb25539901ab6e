/** What surrounds every page: the skip link, the masthead, the footer, and the head of a page that is no story. */
export const FRAME = `
.skip {
  position: absolute;
  inset-block-start: -6rem;
  inset-inline-start: var(--margin);
  z-index: 1;
  padding: 0.75rem 1rem;
  background: var(--ink);
  color: var(--paper);
}

.skip:focus {
  inset-block-start: 0.5rem;
}

.inner, main {
  inline-size: 100%;
  max-inline-size: 74rem;
  margin-inline: auto;
  padding-inline: var(--margin);
}

main {
  flex: 1;
  padding-block: 0 4rem;
}

.masthead .inner {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 0 2rem;
  padding-block: 0.625rem;
}

.masthead:not(.front) {
  border-block-end: 1px solid var(--rule);
}

.name {
  display: inline-block;
  padding-block: 0.375rem;
  color: inherit;
  font: 700 1.25rem/1.2 var(--headings);
  text-decoration: none;
}

.name:hover {
  text-decoration: underline;
}

.front .inner {
  flex-direction: column;
  gap: 0;
  padding-block: clamp(1.5rem, 4vw, 2.75rem) 0;
  text-align: center;
}

.front .name {
  padding-block: 0;
  font-size: clamp(2.125rem, 1.4rem + 3.6vw, 3.75rem);
  line-height: 1.05;
  letter-spacing: -0.012em;
}

.tagline {
  max-inline-size: 40rem;
  margin-block: 0.75rem 1.25rem;
  color: var(--soft);
  text-wrap: balance;
}

.sections ul, .languages ul {
  display: flex;
  flex-wrap: wrap;
  gap: 0 clamp(0.875rem, 3vw, 1.5rem);
  list-style: none;
}

.sections :is(a, span) {
  display: inline-block;
  padding-block: 0.5rem;
  color: inherit;
  font-size: 0.9375rem;
  text-decoration: none;
}

.sections a:hover {
  text-decoration: underline;
}

.sections [aria-current] {
  font-weight: 700;
}

.front .sections {
  align-self: stretch;
  border-block: 1px solid var(--ink);
  box-shadow: 0 -3px 0 var(--paper), 0 -4px 0 var(--ink);
}

.front .sections ul {
  justify-content: center;
}

.languages a {
  display: inline-block;
  padding-block: 0.25rem;
  font-size: 0.9375rem;
}

.languages [aria-current] {
  color: inherit;
  font-weight: 600;
  text-decoration: none;
}

.front .languages {
  margin-block: -0.5rem 1rem;
}

.page-head {
  max-inline-size: var(--measure);
  padding-block: clamp(2rem, 5vw, 3.5rem) 1.75rem;
}

.page-head h1 {
  font-size: clamp(1.875rem, 1.4rem + 2.2vw, 2.75rem);
}

.page-head :is(h1, p) + p, .page-head .languages {
  margin-block-start: 0.875rem;
}

.kicker {
  margin-block-end: 0.375rem;
  font-size: 0.875rem;
  font-weight: 600;
  color: var(--accent);
}

.kicker a {
  display: inline-block;
  padding-block: 0.125rem;
  text-decoration: none;
}

.kicker a:hover {
  text-decoration: underline;
}

.follow a {
  display: inline-block;
  padding-block: 0.125rem;
  margin-inline-start: 0.5rem;
}

.own-address {
  display: none;
}

.site-footer {
  border-block-start: 1px solid var(--rule);
  background: var(--panel);
  color: var(--soft);
  font-size: 0.9375rem;
}

.site-footer .inner {
  padding-block: 2rem 2.5rem;
}

.site-footer p {
  max-inline-size: var(--measure);
  padding-block: 0.25rem;
}
`
