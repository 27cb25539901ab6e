/** The words of the interface in one language. A word that ends in punctuation stands before what it introduces. */
export interface Words {
  readonly skip: string
  readonly mainNavigation: string
  readonly languages: string
  /** Before the names of the authors. */
  readonly by: string
  /** Before the date of a change. */
  readonly updated: string
  readonly disclaimer: string
  readonly topics: string
  readonly topic: string
  readonly author: string
  /** Before the address at which a story first stood. */
  readonly firstPublished: string
  readonly moreStories: string
  readonly newerStory: string
  readonly olderStory: string
  readonly pages: string
  readonly newerStories: string
  readonly olderStories: string
  readonly noStories: string
  /** Before the three feeds of a topic. */
  readonly followTopic: string
  readonly feeds: string
  /** What a feed is and how to follow one, in paragraphs. */
  readonly aboutFeeds: readonly string[]
  /** Before the number of a feed's stories. */
  readonly stories: string
  /** Before the date of a feed's newest story. */
  readonly newest: string
  readonly notFoundTitle: string
  readonly notFound: string
  readonly toFrontPage: string
  /** Before the publisher's name. */
  readonly publishedBy: string
  /** Names the frame in which a wide table scrolls. */
  readonly table: string
}
