import { sitemap } from '../shared/pages.js'

export const data = { permalink: '/sitemap.xml' }

export function render({ collections }) {
  const lists = [...collections.listPages, ...collections.archivePages].map(({ url }) => url)
  return sitemap([...lists, ...collections.neighbours.keys(), '/about/', '/feeds/'])
}
