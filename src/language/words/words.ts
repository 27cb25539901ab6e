/** The words of the interface in one language. A word that ends in punctuation stands before what it introduces. */
export interface Words {
  readonly skip: string
  readonly mainNavigation: string
  readonly languages: string
  /** Before the names of languages that a story is to have and has not yet. */
  readonly lacking: string
  /** Before the names of the authors. */
  readonly by: string
  /** Before the date of a change. */
  readonly updated: string
  readonly disclaimer: string
  readonly topics: string
  readonly topic: string
  readonly section: string
  readonly sections: string
  readonly author: string
  readonly authors: string
  /** Before the address at which a story first stood. */
  readonly firstPublished: string
  readonly moreStories: string
  readonly newerStory: string
  readonly olderStory: string
  readonly pages: string
  readonly newerStories: string
  readonly olderStories: string
  readonly noStories: string
  /** Names the pages of all stories by year and month. */
  readonly archive: string
  /** Above earlier stories on the same topics. */
  readonly related: string
  /** Before the three feeds of a list. */
  readonly follow: string
  readonly feeds: string
  /** What a feed is and how to follow one, in paragraphs. */
  readonly aboutFeeds: readonly string[]
  /** The words of the link to the list of all feeds. */
  readonly allFeeds: string
  /** Before the number of a feed's stories. */
  readonly stories: string
  /** Before the date of a feed's newest story. */
  readonly newest: string
  readonly notFoundTitle: string
  readonly notFound: string
  readonly toFrontPage: string
  readonly goneTitle: string
  /** At the address of a story that is public no more. */
  readonly gone: string
  /** Before the date of a mistake that was put right. */
  readonly correction: string
  /** Before the title or the date of a story that was taken back. */
  readonly withdrawn: string
  /** Title of the list of corrections, major updates and withdrawals. */
  readonly changes: string
  /** What that list holds. */
  readonly aboutChanges: string
  /** Before the address of what to read instead. */
  readonly readInstead: string
  /** Above the files offered with a story. */
  readonly files: string
  /** Names the standing text on who publishes. */
  readonly boilerplate: string
  /** Above notes to editors. */
  readonly notes: string
  /** Above whom the press may ask. */
  readonly contact: string
  /** Before the publisher's name. */
  readonly publishedBy: string
  /** Names the frame in which a wide table scrolls. */
  readonly table: string
  /** Names the list of a story's footnotes. */
  readonly footnotes: string
  /** Before the number of a footnote, where the text refers to it. */
  readonly footnote: string
  /** Names the arrow from a footnote to where the text refers to it. */
  readonly backToText: string
  /** Names the page on which stories are searched for, and its button. */
  readonly search: string
  /** Before the field for what is searched for. */
  readonly searchFor: string
  /** Where no script runs; stands before links to lists of stories. */
  readonly searchNeedsScript: string
  readonly nothingFound: string
  /** Where there is no index, or it cannot be read. */
  readonly searchFails: string
  /** On the button for the results that follow. */
  readonly moreResults: string
}
