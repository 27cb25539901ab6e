import { getCollection } from 'astro:content'
import { archivePages, channels, listPages, neighbours, newestFirst, related, storyFrom } from '../shared/newsroom.js'

/** The newsroom, read once for all routes. */
export const newsroom = read()

async function read() {
  const entries = await getCollection('stories')
  const stories = newestFirst(
    entries.map(({ id, data, rendered }) => ({ ...storyFrom(id, data, './public'), html: rendered.html })),
  )
  return {
    stories,
    beside: neighbours(stories),
    earlier: related(stories),
    lists: listPages(stories),
    archive: archivePages(stories),
    channels: channels(stories),
  }
}

/** The routes of a feed in one format: one for every channel. */
export async function feedRoutes() {
  return (await newsroom).channels.map(channel => ({
    params: { channel: channel.path.slice(1, -1) || undefined },
    props: { channel },
  }))
}
