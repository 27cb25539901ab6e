import { archivePage } from '../shared/pages.js'

export const data = {
  pagination: { data: 'collections.archivePages', size: 1, alias: 'archive' },
  permalink: ({ archive }) => archive.url,
}

export function render({ archive }) {
  return archivePage(archive)
}
