import anchor from 'markdown-it-anchor'
import { archivePages, channels, listPages, neighbours, newestFirst, related, storyFrom } from './shared/newsroom.js'

const CONTENT = './content/'
// As GitHub makes them; the plugin's own would encode every letter that is not Latin.
const HEADING_IDS = { slugify: text => text.trim().toLowerCase().replaceAll(/\s+/g, '-'), tabIndex: false }

/** The newsroom as an Eleventy site: stories are Markdown with a layout; lists and feeds are pages made by pagination. */
export default function configure(config) {
  config.addPassthroughCopy({ pictures: '/', static: '/' })
  config.amendLibrary('md', markdown => markdown.use(anchor, HEADING_IDS))
  config.addCollection('neighbours', api => neighbours(storiesOf(api)))
  config.addCollection('related', api => related(storiesOf(api)))
  config.addCollection('archivePages', api => archivePages(storiesOf(api)))
  config.addCollection('storyOf', api => new Map(storiesOf(api).map(story => [story.template.inputPath, story])))
  config.addCollection('listPages', api => listPages(storiesOf(api)))
  config.addCollection('channels', api => channels(storiesOf(api)))
  config.addCollection('documents', api =>
    channels(storiesOf(api)).flatMap(channel => ['rss', 'atom', 'json'].map(format => ({ format, channel }))),
  )
  return {
    dir: { input: '.', output: '_site', includes: '_includes' },
    templateFormats: ['md', '11ty.js'],
    markdownTemplateEngine: false,
  }
}

/** What the collections share, by the first template of the build that it belongs to. */
const known = new WeakMap()

/** The stories, newest first, each with the template that will hold its text. */
function storiesOf(api) {
  const templates = api.getFilteredByGlob(`${CONTENT}[0-9]*/**/*.md`)
  const stories =
    known.get(templates[0]) ??
    newestFirst(
      templates.map(template => ({
        ...storyFrom(template.inputPath.slice(CONTENT.length, -'.md'.length), template.data, './pictures'),
        template,
      })),
    )
  known.set(templates[0], stories)
  return stories
}
