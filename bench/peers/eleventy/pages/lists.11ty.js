import { listPage } from '../shared/pages.js'

export const data = {
  pagination: { data: 'collections.listPages', size: 1, alias: 'list' },
  permalink: ({ list }) => list.url,
}

export function render({ list }) {
  return listPage(list)
}
