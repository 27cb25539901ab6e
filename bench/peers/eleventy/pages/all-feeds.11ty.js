import { feedsPage } from '../shared/pages.js'

export const data = { permalink: '/feeds/' }

export function render({ collections }) {
  return feedsPage(collections.channels)
}
