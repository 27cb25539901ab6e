/** A story: its head, the facts about it beside the text, what stands above the text, and what follows it. */
export const ARTICLE = `
.story > header {
  max-inline-size: 56rem;
  padding-block: clamp(1.75rem, 5vw, 3.5rem) 1.25rem;
}

.story h1 {
  font-size: clamp(2rem, 1.35rem + 3vw, 3.375rem);
  line-height: 1.08;
  letter-spacing: -0.012em;
}

.story h1:lang(ar), .story h1:lang(fa), .story h1:lang(ur) {
  letter-spacing: 0;
  line-height: 1.35;
}

.about {
  display: grid;
  gap: 0.375rem;
  align-content: start;
  padding-block-end: 1.5rem;
  font-size: 0.9375rem;
}

.about .date {
  font-size: inherit;
}

.lacking, .lacking ul {
  display: flex;
  flex-wrap: wrap;
  gap: 0 0.75em;
  color: var(--soft);
  list-style: none;
}

.byline a {
  display: inline-block;
  padding-block: 0.0625rem;
}

.text {
  max-inline-size: var(--measure);
}

.text > * + * {
  margin-block-start: 1.5rem;
}

.update, .disclaimer {
  padding-inline: 1.125rem;
  font-size: 0.9375rem;
}

.update {
  border-inline-start: 3px solid var(--accent);
}

.text > .update + .update {
  margin-block-start: 0.875rem;
}

.update strong, .withdrawn strong {
  display: block;
}

/* The notice stands in place of the text, and is set like it. */
.withdrawn {
  padding: 1.25rem 1.375rem;
  border-inline-start: 3px solid var(--accent);
  background: var(--panel);
  font: 400 1.125rem/var(--leading) var(--text);
}

.withdrawn strong {
  margin-block-end: 0.25rem;
  font: 600 0.9375rem/1.5 var(--sans);
}

.withdrawn p + p {
  margin-block-start: 0.75rem;
}

.disclaimer {
  padding-block: 0.875rem;
  background: var(--panel);
  color: var(--soft);
}

.afterword {
  font-size: 0.9375rem;
}

.afterword > * + * {
  margin-block-start: 0.5rem;
}

.afterword h2 {
  margin-block-start: 1.25rem;
  font: 600 0.9375rem/1.5 var(--sans);
}

/* Links below each other, far enough apart to be touched (WCAG 2.2, 2.5.8). */
.afterword > p {
  line-height: 1.7;
}

.afterword ol {
  padding-inline-start: 1.5rem;
}

.boilerplate {
  color: var(--soft);
}

.main-image img {
  inline-size: auto;
  max-block-size: 44rem;
  background: var(--panel);
}

figcaption {
  margin-block-start: 0.5rem;
  color: var(--soft);
  font-size: 0.875rem;
}

.credit {
  display: block;
}

.dateline {
  font: 700 1.125rem/var(--leading) var(--text);
}

.dateline + .prose {
  margin-block-start: 0.25rem;
}

/* The dateline runs into the first paragraph, as in print; before anything else it keeps a line of its own. */
.dateline:has(+ .prose > p:first-child) {
  float: inline-start;
  margin-inline-end: 0.5ch;
}

.dateline:has(+ .prose > p:first-child)::after {
  content: " —";
}

.dateline:not(:first-child) + .prose:has(> p:first-child) {
  margin-block-start: 1.5rem;
}

.dateline:first-child + .prose:has(> p:first-child) {
  margin-block-start: 0;
}

.origins {
  clear: both;
  padding-block-start: 1.25rem;
  border-block-start: 1px solid var(--rule);
  font-size: 0.9375rem;
}

.origins h2 {
  font: 600 0.9375rem/1.5 var(--sans);
}

.origins ul + h2 {
  margin-block-start: 1.25rem;
}

.files {
  margin-block-start: 0.25rem;
  list-style: none;
}

.files li {
  padding-block: 0.125rem;
  color: var(--soft);
}

.topics {
  display: flex;
  flex-wrap: wrap;
  gap: 0.5rem;
  margin-block-start: 0.5rem;
  list-style: none;
}

.topics a {
  display: block;
  padding: 0.25rem 0.75rem;
  border: 1px solid var(--rule);
  border-radius: 1rem;
}

.source {
  margin-block-start: 1rem;
  overflow-wrap: anywhere;
}

.neighbours {
  margin-block-start: 3rem;
  border-block-start: 1px solid var(--ink);
}

.neighbours ul {
  display: grid;
  gap: 0 2.5rem;
  list-style: none;
}

.neighbours li {
  padding-block: 1.125rem;
}

.neighbours li + li {
  border-block-start: 1px solid var(--rule);
}

.neighbours p {
  color: var(--soft);
  font-size: 0.875rem;
}

.neighbours a {
  display: inline-block;
  padding-block: 0.125rem;
  color: inherit;
  font: 700 1.1875rem/1.3 var(--headings);
  text-wrap: balance;
  text-align: match-parent;
  text-decoration: none;
}

.neighbours a:hover {
  text-decoration: underline;
}

@media (min-width: 40rem) {
  .neighbours ul {
    grid-template-columns: 1fr 1fr;
  }

  .neighbours .next {
    grid-column: 2;
    text-align: end;
  }

  .neighbours li + li {
    border-block-start: 0;
  }
}

@media (min-width: 60rem) {
  .story {
    display: grid;
    grid-template-columns: 12rem minmax(0, var(--measure));
    column-gap: 3rem;
  }

  .story > header {
    grid-column: 1 / -1;
    padding-block-end: 2rem;
  }

  .about {
    padding-block: 0.75rem 0;
    border-block-start: 1px solid var(--ink);
  }
}
`
