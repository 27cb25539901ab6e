import { createHash } from 'node:crypto'
import type { SitePath } from '../../model/address.ts'

const content = `.search-form {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.75rem;
  max-inline-size: var(--measure);
}

:is(.search-form, .results, .ways .needs-script)[hidden], .more-results[hidden] {
  display: none;
}

.search-form label {
  flex-basis: 100%;
  font-weight: 600;
}

.search-form input {
  flex: 1 1 12rem;
  min-inline-size: 0;
}

.search-form input, .search-form button, .more-results {
  min-block-size: 2.75rem;
  padding: 0.5rem 0.875rem;
  border: 1px solid var(--soft);
  border-radius: 0;
  background: var(--paper);
  color: var(--ink);
  font: inherit;
}

.search-form button, .more-results {
  border-color: var(--accent);
  background: var(--accent);
  color: var(--paper);
  font-weight: 600;
  cursor: pointer;
}

.search-status {
  min-block-size: 1.5rem;
  margin-block: 1rem;
  color: var(--soft);
}

.results {
  max-inline-size: var(--measure);
  margin: 0;
  padding: 0;
  list-style: none;
}

.results li {
  padding-block: 1rem;
  border-block-start: 1px solid var(--rule);
}

.results h2 {
  font-size: 1.25rem;
}

.results p {
  margin-block-start: 0.375rem;
}

.results mark {
  background: none;
  color: inherit;
  font-weight: 700;
}

.ways {
  margin-block-start: 2rem;
}

.ways ul {
  display: flex;
  flex-wrap: wrap;
  gap: 0 1.5rem;
  padding: 0;
  list-style: none;
}

.ways li a {
  display: inline-block;
  padding-block: 0.5rem;
}

@media print {
  .search-form, .more-results {
    display: none;
  }
}
`

const hash = createHash('sha256').update(content).digest('hex').slice(0, 8)
const path: SitePath = `/assets/search.${hash}.css`

/** The form of the search, and what it found: for the search page alone, so that no other page loads it. */
export const SEARCH_STYLE = { kind: 'asset', path, content, type: 'text/css; charset=utf-8' } as const
