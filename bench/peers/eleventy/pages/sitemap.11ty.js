import { sitemap } from '../shared/pages.js'

export const data = { permalink: '/sitemap.xml' }

export function render({ collections }) {
  return sitemap([...collections.listPages.map(({ url }) => url), ...collections.neighbours.keys(), '/about/', '/feeds/'])
}
