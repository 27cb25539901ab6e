import { installPeer } from './install-peer.ts'
import { PEERS, peerFiles } from './peer-files.ts'
import type { Publisher } from './publisher.ts'

const VERSION = '3.1.8'
const FOLDERS = { stories: 'content', pictures: 'pictures', passedOn: 'static' }

/** Eleventy, as it is configured for speed: Markdown without a template language, JavaScript templates. */
export function eleventy(): Publisher {
  const modules = installPeer([`@11ty/eleventy@${VERSION}`, 'markdown-it-anchor@10.0.0'])
  return {
    name: 'Eleventy',
    version: VERSION,
    site: [
      { from: `${PEERS}/eleventy`, to: '.' },
      { from: `${PEERS}/shared`, to: 'shared' },
      { from: `${PEERS}/hugo/assets`, to: 'static' },
    ],
    modules,
    place: file => peerFiles(file, FOLDERS),
    out: '_site',
    caches: ['.cache'],
    publish: { program: process.execPath, args: [`${modules}/@11ty/eleventy/cmd.cjs`, '--quiet'] },
    watch: undefined,
  }
}
