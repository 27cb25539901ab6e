/** The front page's lead and cards, plain lists, and the way from page to page. */
export const LISTS = `
.lead, .card {
  position: relative;
}

:is(.lead, .card, .entry) h2 a {
  color: inherit;
  text-decoration: none;
}

:is(.lead, .card, .entry) h2 a:hover {
  text-decoration: underline;
}

/* The whole story is the link's target; links beside the headline stay above it. */
:is(.lead, .card) h2 a::after {
  content: "";
  position: absolute;
  inset: 0;
}

:is(.lead, .card) .kicker a {
  position: relative;
  z-index: 1;
}

:is(.lead, .card, .entry) .summary {
  margin-block-start: 0.5rem;
  font-family: var(--text);
  line-height: 1.5;
}

:is(.lead, .card) .date {
  margin-block-start: 0.625rem;
}

.date {
  color: var(--soft);
  font-size: 0.875rem;
}

.image {
  overflow: hidden;
  background: var(--panel);
}

/* Shown whole, since a chart that is cut says something else; only what is taller than wide is. */
.image img {
  inline-size: 100%;
  max-block-size: 32rem;
  object-fit: cover;
}

.lead {
  display: flex;
  flex-direction: column;
  gap: 1.25rem;
  padding-block: 1.5rem 2rem;
}

.lead .image {
  order: -1;
}

.lead h2 {
  font-size: clamp(1.875rem, 1.25rem + 3vw, 3.125rem);
  line-height: 1.08;
  letter-spacing: -0.01em;
}

.lead .summary {
  margin-block-start: 0.875rem;
  font-size: 1.125rem;
}

.lead:not(.illustrated) .words {
  max-inline-size: 52rem;
}

/* Without a picture the words take both columns of the cards beneath: the headline one, what it is about the other. */
@media (min-width: 70rem) {
  .lead:not(.illustrated) .words {
    display: grid;
    grid-template-columns: minmax(0, 7fr) minmax(0, 5fr);
    column-gap: 2.5rem;
    max-inline-size: none;
  }

  .lead:not(.illustrated) :is(.kicker, h2) {
    grid-column: 1;
  }

  .lead:not(.illustrated) h2 {
    grid-row: 2 / span 2;
  }

  .lead:not(.illustrated) :is(.summary, .date) {
    grid-column: 2;
  }

  .lead:not(.illustrated) .summary {
    grid-row: 2;
    margin-block-start: 0.375rem;
  }

  .lead:not(.illustrated) .date {
    grid-row: 3;
  }
}

.cards {
  display: grid;
  gap: 0 2.5rem;
  overflow: clip;
  overflow-clip-margin: 0.5rem;
  border-block-start: 1px solid var(--ink);
}

.card {
  display: grid;
  grid-template-columns: 1fr;
  align-content: start;
  gap: 1rem;
  padding-block: 1.25rem;
  border-block-end: 1px solid var(--rule);
}

.card.illustrated {
  grid-template-columns: minmax(0, 1fr) 6.5rem;
}

.card .image {
  align-self: start;
}

.card .image img {
  max-block-size: 11rem;
}

.card h2, .entry h2 {
  font-size: 1.3125rem;
  line-height: 1.2;
}

@media (min-width: 46rem) {
  .cards {
    grid-template-columns: 1fr 1fr;
  }

  .card {
    padding-block: 1.5rem;
  }

  /* A newspaper's column rule, in the middle of the gap; the first column's is clipped away. */
  .card::before {
    content: "";
    position: absolute;
    inset-block: 1.5rem;
    inset-inline-start: -1.25rem;
    border-inline-start: 1px solid var(--rule);
  }
}

@media (min-width: 60rem) {
  .card.illustrated {
    grid-template-columns: minmax(0, 1fr) 11rem;
    gap: 1.5rem;
  }

  .card h2, .entry h2 {
    font-size: 1.4375rem;
  }
}

@media (min-width: 52rem) {
  .lead.illustrated {
    display: grid;
    grid-template-columns: minmax(0, 5fr) minmax(0, 7fr);
    gap: 2.5rem;
    padding-block: 2rem 2.5rem;
  }

  .lead .image {
    order: 0;
  }
}

.entry {
  padding-block: 1.25rem;
  border-block-start: 1px solid var(--rule);
}

.entry .date {
  margin-block-start: 0.5rem;
}

.entry .summary {
  max-inline-size: var(--measure);
}

@media (min-width: 52rem) {
  .entry .words {
    display: grid;
    grid-template-columns: 10rem minmax(0, var(--measure));
    column-gap: 2rem;
  }

  .entry :is(h2, .summary) {
    grid-column: 2;
  }

  .entry .date {
    grid-area: 1 / 1;
    margin-block-start: 0.25rem;
  }
}

/* One line between cards and the way on, not two. */
.cards + .pages {
  position: relative;
  margin-block-start: -1px;
}

.empty {
  padding-block: 2rem;
}

.pages {
  display: flex;
  flex-wrap: wrap;
  justify-content: space-between;
  gap: 0 2rem;
  padding-block: 1.5rem 0;
  border-block-start: 1px solid var(--ink);
}

.pages a {
  padding-block: 0.375rem;
  font-weight: 600;
}

.pages .older {
  margin-inline-start: auto;
}
`
