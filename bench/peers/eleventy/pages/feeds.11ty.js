import { WRITERS } from '../shared/feeds.js'

export const data = {
  pagination: { data: 'collections.documents', size: 1, alias: 'document' },
  permalink: ({ document: { channel, format } }) => `${channel.path}feed.${format}`,
}

export function render({ document: { channel, format } }) {
  return WRITERS[format](channel, ({ template }) => template.templateContent)
}
