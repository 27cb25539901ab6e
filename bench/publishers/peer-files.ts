import { resolve } from 'node:path'
import type { CorpusFile } from '../story.ts'

/** Where the peers' sites are. */
export const PEERS = resolve(import.meta.dirname, '../peers')

/** The folders in which a peer wants stories, the pictures of stories, and files that are passed on as they are. */
export interface PeerFolders {
  readonly stories: string
  readonly pictures: string
  readonly passedOn: string
}

/**
 * A file of the corpus as the other publishers read it: dates with seconds and a zone, the section as a taxonomy's list, a picture's
 * path from the site's root, and no `site.yaml`, since each says in its own configuration what stands there.
 */
export function peerFiles({ path, content }: CorpusFile, folders: PeerFolders): readonly CorpusFile[] {
  if (path === 'site.yaml') return []
  if (path.startsWith('static/')) return [{ path: path.replace('static', folders.passedOn), content }]
  if (typeof content !== 'string') return [{ path: `${folders.pictures}/${path}`, content }]
  return [{ path: `${folders.stories}/${path.replace('pages/', '')}`, content: peerStory(path, content) }]
}

function peerStory(path: string, content: string): string {
  const end = content.indexOf('\n---\n')
  const head = content
    .slice(0, end)
    .replace(/^(date: .*T\d\d:\d\d)$/m, '$1:00Z')
    .replace(/^section: (.*)$/m, 'sections: [$1]')
    .replace(/^ {2}src: /m, `  src: /${path.slice(0, path.lastIndexOf('/') + 1)}`)
  return head + content.slice(end)
}
