import { visibleSpan } from '../language/dates.ts'
import type { SitePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import { commonEnds } from '../model/common-ends.ts'
import type { Channel, StoryList } from '../model/edition.ts'
import type { ListPage, PageHead, StoryCard, Translation } from '../model/page.ts'
import {
  type DescribedPage,
  field,
  fields,
  type HomeContext,
  type ListingPage,
  links,
  type PageContext,
  severalOrNone,
} from './described-page.ts'
import { type CutList, cutStories, type ListPart } from './list-periods.ts'

/** What the pages of a list need beside it. */
export interface ListContext extends PageContext, HomeContext {
  readonly channels: readonly Channel[]
  readonly translations: readonly Translation[]
}

/** A page of a list, and what it follows from beside its stories. */
interface Described extends Pick<DescribedPage, 'inputs'> {
  readonly describe: () => ListPage
}

/**
 * The pages of a list: its front page, and one for each part of its older stories (`cutList`). A new story changes the front page alone, as
 * a rule, and one that is dated back the page of its own period. `besides`: the same list at another time, said to be the same of itself; of the
 * older pages only those that may be others than its own.
 */
export function listPages(list: StoryList, context: ListContext, besides?: StoryList): readonly ListingPage[] {
  const { front, older } = cutStories(list.stories, context.site, besides?.stories)
  const about = aboutList(list, context)
  const first = list.stories.slice(0, front)
  const lead = list.kind === 'home' ? (list.stories.find(article => article.lead) ?? first[0]) : undefined
  const shown = lead && !first.includes(lead) ? [lead, ...first] : first
  const next = older[0] && pathOf(list, older[0])
  const frontPageOf = (): ListPage => ({ ...frontPage(list, { stories: first, lead, context }), older: next })
  const inputs = (): string => field(JSON.stringify([context.translations, next, lead?.id]))
  return [
    listingPage(list, { permalink: list.path, stories: shown, inputs, describe: frontPageOf, about, context }),
    ...olderPages(list, {
      from: front,
      older,
      shown: besides && partsBesides(older, cutStories(besides.stories, context.site, list.stories)),
      about,
      context,
    }),
  ]
}

/** Parts from one to another, by their places. */
interface Places {
  readonly first: number
  readonly end: number
}

/** The parts that are not in another list, with one on each side, which leads to them. */
function partsBesides(parts: readonly ListPart[], { older }: CutList): Places {
  const { same, sameAtEnd } = commonEnds(older, parts)
  return { first: Math.max(0, same - 1), end: Math.min(parts.length, parts.length - sameAtEnd + 1) }
}

/** Where a part of a list's older stories is shown. */
export function pathOf({ path }: Pick<StoryList, 'path'>, { name }: Pick<ListPart, 'name'>): SitePath {
  return `${path}page/${name}/`
}

/** What is said of a list on each of its pages, as text. Put together once, and only where somebody asks. */
export function aboutList({ kind, lang, title, description }: StoryList, { channels }: ListContext): () => string {
  let said: string | undefined
  return () => {
    said ??= JSON.stringify([kind, lang, title, description, channels.map(({ title }) => title)])
    return said
  }
}

/** A page of a list, with what is said of the list. */
interface PageOfList extends Described {
  readonly permalink: SitePath
  readonly stories: readonly Article[]
  readonly about: () => string
  readonly context: ListContext
}

function listingPage(list: StoryList, { permalink, stories, inputs, describe, about, context }: PageOfList): ListingPage {
  const mark = (): string => fields([about(), permalink]) + inputs()
  return {
    kind: 'list',
    permalink,
    inputs: () => mark() + cardsInputs(list, stories, context),
    describe,
    owner: undefined,
    story: undefined,
    stories,
    mark,
    files: [],
  }
}

function olderPages(
  list: StoryList,
  {
    from,
    older: parts,
    shown: { first, end } = { first: 0, end: parts.length },
    about,
    context,
  }: { readonly from: number; readonly older: readonly ListPart[]; readonly shown: Places | undefined } & Pick<
    PageOfList,
    'about' | 'context'
  >,
): readonly ListingPage[] {
  const alone = { ...context, translations: [] }
  const pathAt = (index: number): SitePath | undefined => parts[index] && pathOf(list, parts[index])
  let at = from
  for (const { count } of parts.slice(0, first)) at += count
  return parts.slice(first, end).map((part, place) => {
    const stories = list.stories.slice(at, at + part.count)
    at += part.count
    const permalink = pathOf(list, part)
    const newer = pathAt(first + place - 1) ?? list.path
    const older = pathAt(first + place + 1)
    const title = (): string => `${list.title} (${titleOf(part, list, context)})`
    return listingPage(list, {
      permalink,
      stories,
      inputs: () => fields([newer, older ?? '']),
      describe: () => ({
        ...listPage(list, alone),
        head: { ...listHead(list, alone, permalink), title: title() },
        stories: stories.map(article => cardOf(article, context)),
        newer,
        older,
      }),
      about,
      context,
    })
  })
}

/** What a part is called. */
function titleOf(part: ListPart, { lang }: StoryList, { site: { timezone } }: ListContext): string {
  const name = visibleSpan(part, { lang, timezone })
  return part.run === undefined ? name : `${name}, ${part.run}`
}

/** Cards follow from front matter alone; of changes there are several of one story. */
function cardsInputs(list: StoryList, stories: readonly Article[], { images }: PageContext): string {
  let inputs = ''
  for (const { id, permalink, source, image } of stories) {
    inputs += field(permalink) + field(source.facts)
    if (list.kind === 'changes') inputs += field(id)
    if (image) inputs += field(JSON.stringify(images.get(image.path)) ?? '')
  }
  return inputs
}

function frontPage(
  list: StoryList,
  {
    stories,
    lead,
    context,
  }: { readonly stories: readonly Article[]; readonly lead: Article | undefined; readonly context: ListContext },
): ListPage {
  return {
    ...listPage(list, context),
    lead: lead && cardOf(lead, context),
    stories: stories.filter(article => article !== lead).map(article => cardOf(article, context)),
  }
}

function listPage(list: StoryList, context: ListContext): ListPage {
  const { kind, path, title, description } = list
  return {
    kind: 'list',
    head: listHead(list, context, path),
    list: { kind, path, title, description },
    lead: undefined,
    stories: [],
    newer: undefined,
    older: undefined,
  }
}

function listHead(list: StoryList, { channels, translations, site, homeOf }: ListContext, permalink: SitePath): PageHead {
  const description = list.description ?? `${list.title}: ${site.description}`
  return {
    lang: list.lang,
    permalink,
    home: homeOf(list.lang),
    title: list.title,
    description,
    channels: links(channels),
    translations: severalOrNone(translations),
  }
}

function cardOf(article: Article, { images }: PageContext): StoryCard {
  const { permalink, title, summary, lang, date, topics, ahead } = article
  const published = article.image && images.get(article.image.path)
  return {
    permalink,
    title,
    summary,
    lang,
    date,
    topics,
    image: article.image && published && { source: article.image, published },
    ...(ahead && { ahead }),
  }
}
