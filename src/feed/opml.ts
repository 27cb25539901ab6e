import { urlOf } from '../model/address.ts'
import { type Channel, feedPath } from '../model/edition.ts'
import type { Site } from '../model/site.ts'
import { cleanLine, emptyElement, markupLines, parentElement, textElement, XML_DECLARATION } from '../xml/write-xml.ts'

/**
 * Every channel as a subscription list (OPML 2.0, "Subscription lists"), for readers that import one. Each is named once, by its
 * RSS document. No dates: the clock's would change the file at every run.
 */
export function opmlOf(channels: readonly Channel[], site: Site): string {
  const outlines = channels.map(channel => {
    const title = cleanLine(channel.title)
    return emptyElement('outline', {
      type: 'rss',
      text: title,
      title,
      description: cleanLine(channel.description),
      language: channel.lang,
      xmlUrl: urlOf(site, feedPath(channel, 'rss')),
      htmlUrl: urlOf(site, channel.page),
    })
  })
  const head = parentElement('head', [textElement('title', cleanLine(site.title))])
  return [
    XML_DECLARATION,
    '<opml version="2.0">',
    `  ${head}`,
    '  <body>',
    ...markupLines(outlines, 4),
    '  </body>',
    '</opml>',
    '',
  ].join('\n')
}
