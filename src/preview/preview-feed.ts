import { type Entry, renderEntry } from '../feed/entry.ts'
import { newsFeed, writeFeed } from '../feed/news-feed.ts'
import { outPathOf, type SitePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import { type Channel, type FeedFormat, FORMATS, feedPath } from '../model/edition.ts'
import type { ArticlePage, Page } from '../model/page.ts'
import { aheadWords } from '../page/ahead-mark.ts'
import { type Preview, showTask } from './preview.ts'
import type { Previewed } from './previewed.ts'

/**
 * The feed at an address, with the channel's newest stories; undefined where there is none. A title says what readers do not see yet.
 * Archives are not shown: where they begin follows from the sizes of all entries.
 */
export async function previewFeed(preview: Preview, path: SitePath): Promise<string | undefined> {
  if (!feedAt(preview.previewed, path)) return undefined
  const wanted = feedAt(preview.caughtUp(), path)
  if (!wanted) return undefined
  const { channel, format } = wanted
  const stories = channel.stories.slice(0, preview.previewed.site.feeds.items)
  const entries = channel.kind === 'changes' ? changeEntries(stories, preview.previewed) : await entriesOf(stories, preview)
  const document = { channel: { ...channel, stories }, archive: undefined, previous: undefined }
  return writeFeed(newsFeed(document, { entries, site: preview.previewed.site }), format)
}

function feedAt(
  { edition }: Previewed,
  path: SitePath,
): { readonly channel: Channel; readonly format: FeedFormat } | undefined {
  const format = FORMATS.find(known => path.endsWith(feedPath({ path: '/' }, known)))
  const channel = format && edition.channels.find(known => feedPath(known, format) === path)
  return channel && { channel, format }
}

/** Items of the changes have no body. */
function changeEntries(stories: readonly Article[], { site }: Previewed): readonly Entry[] {
  return stories.map(article => renderEntry({ article, body: '', image: undefined, attachments: [], site }))
}

async function entriesOf(stories: readonly Article[], preview: Preview): Promise<readonly Entry[]> {
  const results = await preview.render(previewed =>
    stories.flatMap(({ permalink }) => {
      const place = previewed.places.get(outPathOf(permalink))
      if (place?.kind !== 'page') return []
      const task = showTask(place, { previewed, as: 'entry' })
      return [{ ...task, page: withMarkedTitle(task.page, previewed) }]
    }),
  )
  return results.flatMap(result => (result.kind === 'shown' && result.entry ? [result.entry] : []))
}

function withMarkedTitle(page: Page, { site }: Previewed): ArticlePage | Page {
  if (page.kind !== 'article' || !page.article.ahead) return page
  const title = `[${aheadWords(page.article.ahead, site)}] ${page.article.title}`
  return { ...page, article: { ...page.article, title } }
}
