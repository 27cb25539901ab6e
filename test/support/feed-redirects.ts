/** What `_redirects` says of the names under which the feeds of a newsroom in one language are looked for. */
export function feedRedirects(base = ''): string {
  const names = ['atom.xml', 'feed', 'feed.xml', 'index.xml', 'rss', 'rss.xml']
  return names.map(name => `${base}/${name} ${base}/feed.${name === 'atom.xml' ? 'atom' : 'rss'} 301\n`).join('')
}
