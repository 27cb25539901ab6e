// What a theme's templates are given, and what they give back. Courant reads nothing of this file and `page-types.ts`: they are there
// for editors, and to be looked up. `courant theme` writes both anew, so that they fit the Courant that is installed.

import type {
  ArchivePage,
  ArticlePage,
  FeedsPage,
  ListPage,
  OtherPage,
  Page,
  SearchPage,
  Site,
  SitePath,
  StandingPage,
  StoryCard,
  StoryDate,
  Words,
} from './page-types.ts'

export type * from './page-types.ts'

/** A template: the function that a file of a theme exports as its default. */
export type Template<Name extends TemplateName> = (context: Context & Templates[Name]) => Html

/** A file of this name in `theme/`, with `.ts`, `.js` or `.mjs` at its end, stands in for the template. */
export type TemplateName = keyof Templates

/** HTML that is safe to send. Made by `html`, where whatever else stands in it is escaped. */
export type Html = string & { readonly isEscaped: true }

/** What may stand in `html`. Text is escaped; `undefined` and `false` leave nothing. */
export type Value = Html | string | number | false | undefined | readonly Value[]

/** What every template is given. Nothing of it can be changed. */
export interface Context {
  /** Makes HTML: html`<h1>${title}</h1>` */
  readonly html: (strings: TemplateStringsArray, ...values: readonly Value[]) => Html
  /** Takes text for HTML as it stands. Nothing that an author wrote belongs here. */
  readonly raw: (trusted: string) => Html
  /** What the page is called: its heading. */
  readonly title: string
  /** Whether it is the first page of the newsroom. */
  readonly front: boolean
  readonly site: Site
  /** The words of the interface in the language of the page. */
  readonly words: Words
  /** The address of a path within the site, for links: `link('/about/')`. */
  readonly link: (path: SitePath) => string
  /** A date for people and machines, as stories bear it. */
  readonly date: (date: StoryDate, lang?: string) => Html
  /** The same with the day alone shown; in the language of the page, unless another is named. */
  readonly day: (date: StoryDate, lang?: string) => Html
  /** What Courant's own template makes of the same. */
  readonly standard: () => Html
}

/** A piece of a page as Courant makes it; nothing where there is nothing to show. */
export type Part = Html | undefined

/** What each template is given beside. */
export interface Templates {
  /** All that stands in `<body>`. */
  readonly body: {
    readonly page: Page
    readonly parts: {
      /** Leads keyboards past what stands on top of every page. */
      readonly skip: Part
      readonly masthead: Part
      /** The page's own: what `article`, `list` and their like make. */
      readonly main: Part
      /** The page's address, for print. */
      readonly address: Part
      readonly footer: Part
    }
  }
  /** Stands at the end of `<head>`. */
  readonly 'head-end': { readonly page: Page; readonly parts: Record<never, never> }
  /** Stands on top of every page. */
  readonly masthead: {
    readonly page: Page
    readonly parts: {
      /** The logo or the name, which leads to the front page. */
      readonly name: Part
      /** What the newsroom publishes; on front pages alone, as the languages are. */
      readonly tagline: Part
      readonly languages: Part
      readonly navigation: Part
    }
  }
  /** Stands at the foot of every page. */
  readonly footer: {
    readonly page: Page
    readonly parts: {
      /** Links to the archive and to the feeds, unless some of `site.yaml` lead there. */
      readonly ways: Part
      /** The lines of `site.yaml`. */
      readonly lines: Part
      readonly publisher: Part
      readonly rights: Part
    }
  }
  /** A list of stories: the front page, a topic, an author, older stories, corrections. */
  readonly list: {
    readonly page: ListPage
    readonly parts: {
      /** What kind of list it is. */
      readonly kicker: Part
      readonly heading: string
      readonly description: Part
      /** The list's own feeds. */
      readonly follow: Part
      readonly languages: Part
      /** The story on top of a front page: a card. */
      readonly lead: Part
      readonly cards: readonly Html[]
      /** Where there is no story. */
      readonly empty: Part
      /** The way to newer and older stories. */
      readonly pages: Part
    }
  }
  /** A story in a list. */
  readonly card: {
    readonly page: ListPage
    readonly story: StoryCard
    /** On top of the front page, below that, or in a plain list. */
    readonly style: 'lead' | 'card' | 'entry'
    readonly parts: {
      /** In a preview: that readers do not see it yet. */
      readonly ahead: Part
      /** The first topic. */
      readonly kicker: Part
      readonly image: Part
      /** Attributes of the story's language, where it is not the page's. */
      readonly foreign: Part
    }
  }
  /** A story. */
  readonly article: {
    readonly page: ArticlePage
    readonly parts: {
      /** In a preview: that readers do not see it yet. */
      readonly ahead: Part
      /** The section, else the first topic. */
      readonly kicker: Part
      readonly dates: Part
      readonly byline: Part
      readonly languages: Part
      /** Languages that the story is to have and has not yet. */
      readonly lacking: Part
      /** What became of it: withdrawn, updated, corrected. */
      readonly notices: Part
      readonly disclaimer: Part
      readonly figure: Part
      readonly dateline: Part
      /** The text. */
      readonly body: Part
      /** Who publishes, notes to editors, whom the press may ask. */
      readonly afterword: Part
      /** Files, topics, and where the story comes from. */
      readonly origins: Part
      /** Earlier stories on the same topics. */
      readonly related: Part
      readonly neighbours: Part
    }
  }
  /** Every story by year and month: the calendar, or the headlines of a year or a month. */
  readonly archive: {
    readonly page: ArchivePage
    readonly parts: {
      /** The way back to the whole archive. */
      readonly kicker: Part
      readonly languages: Part
      /** Years and their months, each with the number of its stories. */
      readonly years: Part
      /** Months with their headlines. */
      readonly months: Part
      /** Where there is no story. */
      readonly empty: Part
      readonly pages: Part
    }
  }
  /** A page that is no news. */
  readonly standing: {
    readonly page: StandingPage
    readonly parts: { readonly ahead: Part; readonly languages: Part; readonly body: Part }
  }
  /** The page of feeds. */
  readonly feeds: {
    readonly page: FeedsPage
    readonly parts: { readonly about: Part; readonly languages: Part; readonly channels: Part }
  }
  /** The page of the search. Its script looks for the form, the results and the button by their classes. */
  readonly search: {
    readonly page: SearchPage
    readonly parts: {
      readonly languages: Part
      readonly form: Part
      readonly results: Part
      /** The way to the same stories without a script. */
      readonly ways: Part
    }
  }
  /** What stands where a story was that is public no more. */
  readonly gone: { readonly page: OtherPage<'gone'>; readonly parts: Record<never, never> }
  /** What stands where there is nothing. */
  readonly 'not-found': { readonly page: OtherPage<'not-found'>; readonly parts: Record<never, never> }
}
