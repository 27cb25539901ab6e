import { installPeer } from './install-peer.ts'
import { PEERS, peerFiles } from './peer-files.ts'
import type { Publisher } from './publisher.ts'

const VERSION = '7.3.5'
const FOLDERS = { stories: 'content', pictures: 'public', passedOn: 'public' }

/** Astro, with its stories in a content collection. */
export function astro(): Publisher {
  const modules = installPeer([`astro@${VERSION}`])
  return {
    name: 'Astro',
    version: VERSION,
    site: [
      { from: `${PEERS}/astro`, to: '.' },
      { from: `${PEERS}/shared`, to: 'shared' },
      { from: `${PEERS}/hugo/assets`, to: 'public' },
    ],
    modules,
    place: file => peerFiles(file, FOLDERS),
    out: 'dist',
    caches: ['.astro', '.cache'],
    publish: { program: process.execPath, args: [`${modules}/astro/bin/astro.mjs`, 'build', '--silent'] },
    watch: undefined,
  }
}
