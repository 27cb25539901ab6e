import { plainPage, storyPage } from '../shared/pages.js'

/** A story, or a page that is none. */
export function render({ content, collections, page, title }) {
  const story = collections.storyOf.get(page.inputPath)
  if (story === undefined) return plainPage({ title, url: page.url, html: content })
  return storyPage(story, {
    html: content,
    beside: collections.neighbours.get(story.url),
    earlier: collections.related.get(story.url),
  })
}
