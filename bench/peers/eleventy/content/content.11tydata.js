import { prefixOf } from '../shared/newsroom.js'

const STORY = /^\/(\d{4}\/.+?)(?:\.(\w+))?$/

/** What every file of the content has, beside its front matter. */
export default {
  layout: 'story.11ty.js',
  eleventyComputed: {
    permalink: ({ page }) => {
      const [, base, lang = 'en'] = STORY.exec(page.inputPath.replace('./content', '').replace(/\.md$/, '')) ?? []
      return base === undefined ? `/${page.fileSlug}/` : `${prefixOf(lang)}/${base}/`
    },
  },
}
