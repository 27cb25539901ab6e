import { opml } from '../shared/feeds.js'

export const data = { permalink: '/feeds.opml' }

export function render({ collections }) {
  return opml(collections.channels)
}
