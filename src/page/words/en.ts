import type { Words } from './words.ts'

/** English. */
export const EN: Words = {
  skip: 'Skip to content',
  mainNavigation: 'Main navigation',
  languages: 'Languages',
  by: 'By',
  updated: 'Updated',
  disclaimer: 'Disclaimer',
  topics: 'Topics',
  topic: 'Topic',
  author: 'Author',
  firstPublished: 'First published at',
  moreStories: 'More stories',
  newerStory: 'Newer story',
  olderStory: 'Older story',
  pages: 'Pages',
  newerStories: 'Newer stories',
  olderStories: 'Older stories',
  noStories: 'No stories yet.',
  followTopic: 'Follow this topic:',
  feeds: 'News feeds',
  aboutFeeds: [
    'A feed is an address that a feed reader watches for you. New stories appear in the reader on their own: no account with us, no e-mail address, and you leave whenever you like.',
    'To follow a feed, copy its address into a feed reader; there are free ones for every phone and computer. The three formats carry the same stories. If you are not sure which to take, take RSS.',
  ],
  stories: 'Stories:',
  newest: 'Newest:',
  notFound: 'There is no page at this address. It may have moved, or the address may contain a mistake.',
  toFrontPage: 'Go to the front page',
  publishedBy: 'Published by',
  table: 'Table',
}
