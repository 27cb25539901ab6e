import type { SourcePath } from '../model/address.ts'

/** The page that a new newsroom has until its author writes one: it gives way to one that is imported. */
export const PLACEHOLDER_PAGE: { readonly path: SourcePath; readonly text: string } = {
  path: 'pages/about.md',
  text: `---
title: About
---

Who we are, and what we publish.
`,
}
