import type { SourcePath } from '../../model/address.ts'
import { readWithin, type Within } from '../../platform/open-within.ts'
import type { ListedFile } from '../../sources/list-files.ts'

/** A file that a new newsroom has until its author writes one: untouched, it is no author's, and gives way to what is imported. */
export interface Placeholder {
  readonly path: SourcePath
  readonly text: string
}

/** The page of a new newsroom. */
export const PLACEHOLDER_PAGE: Placeholder = {
  path: 'pages/about.md',
  text: `---
title: About
---

Who we are, and what we publish.
`,
}

/** The story of a newsroom that is begun on a day, as `2026-03-01`. */
export function placeholderStory(day: string): Placeholder {
  return {
    path: `${day.slice(0, 4)}/welcome.md`,
    text: `---
title: Our newsroom is open
date: ${day}
summary: From today our news is published here, as pages and as feeds.
topics: [Newsroom]
---

From today our news is published here.

## How to follow us

Every topic has feeds of its own: [choose one](/feeds/).
`,
  }
}

/** Whether a file is one of those, untouched. */
export function isPlaceholder({ path, onDisk }: Pick<ListedFile, 'path' | 'onDisk'>): boolean {
  if (path === PLACEHOLDER_PAGE.path) return textOf({ path, onDisk }) === PLACEHOLDER_PAGE.text
  if (!/^\d{4}\/welcome\.md$/.test(path)) return false
  const text = textOf({ path, onDisk })
  const day = /^date: (\d{4}-\d\d-\d\d)$/m.exec(text)?.[1]
  return day !== undefined && text === placeholderStory(day).text
}

/** Empty where it cannot be read: then it is none. */
function textOf(file: Within): string {
  try {
    return readWithin(file).toString('utf8')
  } catch {
    return ''
  }
}
