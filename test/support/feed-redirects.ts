/** The names under which the feeds of a newsroom in one language are looked for. A bucket has an object under each that leads to its feed. */
export const FEED_NAMES = ['atom.xml', 'feed', 'feed.xml', 'index.xml', 'rss', 'rss.xml']

/** What `_redirects` says of the names under which the feeds of a newsroom in one language are looked for. */
export function feedRedirects(base = ''): string {
  return FEED_NAMES.map(name => `${base}/${name} ${base}/feed.${name === 'atom.xml' ? 'atom' : 'rss'} 301\n`).join('')
}
