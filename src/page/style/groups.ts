/** Lists under headings: channels of a kind, stories of a month, months of a year. */
export const GROUPS = `
.group {
  margin-block-start: 2rem;
}

.group > h2 {
  padding-block: 0.75rem 0.875rem;
  border-block-start: 1px solid var(--ink);
  font-size: 1.3125rem;
}

.group ul {
  list-style: none;
}

.group li {
  display: grid;
  gap: 0.375rem 3rem;
  padding-block: 0.875rem;
  border-block-start: 1px solid var(--rule);
  font-size: 0.9375rem;
}

.group h3 {
  font: 600 1rem/1.4 var(--sans);
}

.headlines a {
  color: inherit;
  font: 700 1.1875rem/1.3 var(--headings);
  text-decoration: none;
}

.headlines a:hover {
  text-decoration: underline;
}

.page-head + .group {
  margin-block-start: 0;
}

.year {
  margin-block-start: 0;
  padding-block: 0.75rem;
  border-block-start: 1px solid var(--rule);
}

.page-head + .year {
  border-block-start-color: var(--ink);
}

.year > h2 {
  padding: 0;
  border: 0;
}

.months {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr));
}

.months li {
  display: block;
  padding-block: 0;
  border: 0;
  color: var(--soft);
}

.months a {
  display: inline-block;
  padding-block: 0.25rem;
}

@media (min-width: 52rem) {
  .headlines li, .year {
    display: grid;
    grid-template-columns: 12rem minmax(0, var(--measure));
    column-gap: 3rem;
    align-items: baseline;
  }

  .headlines .date {
    grid-area: 1 / 1;
  }

  .headlines a {
    grid-column: 2;
  }
}
`
