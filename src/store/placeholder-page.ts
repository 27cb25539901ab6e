import type { SourcePath } from '../model/address.ts'
import type { ListedFile } from './list-files.ts'
import { readTextOrNothing } from './read-json.ts'

/** The page that a new newsroom has until its author writes one: it gives way to one that is imported. */
export const PLACEHOLDER_PAGE: { readonly path: SourcePath; readonly text: string } = {
  path: 'pages/about.md',
  text: `---
title: About
---

Who we are, and what we publish.
`,
}

/** Whether a file is that page, untouched. */
export function isPlaceholder({ path, onDisk }: Pick<ListedFile, 'path' | 'onDisk'>): boolean {
  return path === PLACEHOLDER_PAGE.path && readTextOrNothing(onDisk) === PLACEHOLDER_PAGE.text
}
