import { cleanSegment } from '../model/address.ts'
import { type Article, publicUpdate } from '../model/article.ts'
import { type Channel, slugOf, type Tombstone } from '../model/edition.ts'
import type { RecordEntry } from '../model/record.ts'

// Who comes back after that many removals has more to read than this.
const MAX_TOMBSTONES = 50

/**
 * Channels with the tombstones of what was in them: stories that are withdrawn, and those that are `gone` by the record.
 * Of a story whose file is no more, its channels are forgotten: it is told in the site's own.
 */
export function withTombstones(
  channels: readonly Channel[],
  { gone, articleOf }: { readonly gone: readonly RecordEntry[]; readonly articleOf: (id: string) => Article | undefined },
): readonly Channel[] {
  const tombstones = gone.flatMap(({ id, gone: when }) => (when === undefined ? [] : [{ id, when, article: articleOf(id) }]))
  return channels.map(channel => {
    if (channel.kind === 'changes') return channel
    const withdrawn = channel.stories.flatMap(story => (story.withdrawn ? [{ id: story.id, when: publicUpdate(story) }] : []))
    const past = tombstones
      .filter(({ article }) => channel.kind === 'site' || (article && belongs(article, channel)))
      .map(({ id, when }) => ({ id, when }))
    return { ...channel, tombstones: [...withdrawn, ...past].sort(latestFirst).slice(0, MAX_TOMBSTONES) }
  })
}

function latestFirst(a: Tombstone, b: Tombstone): number {
  return b.when - a.when || (a.id < b.id ? -1 : 1)
}

/** Whether a story is in a channel, or would be if it were public. */
export function belongs(
  article: Pick<Article, 'lang' | 'topics' | 'authors' | 'section'>,
  channel: Pick<Channel, 'kind' | 'path' | 'lang'>,
): boolean {
  const { kind, path, lang } = channel
  const last = slugOf(channel)
  if (kind === 'site') return true
  if (kind === 'language') return article.lang === lang
  if (kind === 'topic')
    return article.topics.some(({ slug }) => slug === last) && (path.startsWith('/topics/') || article.lang === lang)
  if (kind === 'author') return article.authors.some(({ slug }) => slug === last)
  return kind === 'section' && article.section !== undefined && cleanSegment(article.section) === last
}
