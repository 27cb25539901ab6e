/** The page of feeds: every channel beside its three addresses. */
export const FEEDS = `
.channel {
  padding-block: 1.5rem;
  border-block-start: 1px solid var(--rule);
}

.channel h2 {
  margin-block-end: 0.25rem;
  font-size: 1.3125rem;
}

.channel h2 a {
  color: inherit;
}

.facts {
  margin-block-start: 0.375rem;
  color: var(--soft);
  font-size: 0.875rem;
}

.facts span + span {
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

.channel dd a {
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
  .channel {
    display: grid;
    grid-template-columns: minmax(0, 22rem) minmax(0, 1fr);
    column-gap: 3rem;
  }

  .channel dl {
    margin-block-start: 0;
  }
}
`
