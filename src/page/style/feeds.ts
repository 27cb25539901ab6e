/** The page of feeds: the whole newsroom's with all their addresses, then every other channel in a row, by kind. */
export const FEEDS = `
.channel {
  padding-block: 1.5rem;
  border-block-start: 1px solid var(--rule);
}

.channel:first-child {
  border-block-start-color: var(--ink);
}

.channel h2 {
  margin-block-end: 0.25rem;
  font-size: 1.3125rem;
}

:is(.channel, .group) :is(h2, h3) a {
  color: inherit;
}

.facts {
  margin-block-start: 0.25rem;
  color: var(--soft);
  font-size: 0.875rem;
}

.facts span + span, .formats a + a {
  margin-inline-start: 0.75rem;
}

.channel dl {
  margin-block-start: 1rem;
  font-size: 0.9375rem;
}

.channel dl div {
  padding-block: 0.25rem;
}

.channel dt {
  font-weight: 600;
}

.channels a {
  display: inline-block;
  padding-block: 0.0625rem;
  overflow-wrap: anywhere;
}

@media (min-width: 36rem) {
  .channel dl div {
    display: grid;
    grid-template-columns: 6rem minmax(0, 1fr);
    padding-block: 0.1875rem;
  }
}

@media (min-width: 52rem) {
  .channel, .channels li {
    display: grid;
    grid-template-columns: minmax(0, 22rem) minmax(0, 1fr);
    column-gap: 3rem;
  }

  .channel dl {
    margin-block-start: 0;
  }

  .addresses {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 1.5rem;
    align-content: start;
  }
}
`
