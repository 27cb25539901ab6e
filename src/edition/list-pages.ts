import type { SitePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
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
 * The pages of a list. Older pages are numbered from the oldest story and full, so that a new story changes the first page
 * alone; that one holds the rest, from one page's worth to just under two.
 */
export function listPages(list: StoryList, context: ListContext): readonly ListingPage[] {
  const { pageSize } = context.site
  const numbered = Math.max(0, Math.floor(list.stories.length / pageSize) - 1)
  const firstLength = list.stories.length - numbered * pageSize
  const pathOf = (number: number): SitePath => (number > numbered ? list.path : `${list.path}page/${number}/`)
  const first = list.stories.slice(0, firstLength)
  const older = numbered > 0 ? pathOf(numbered) : undefined
  let said: string | undefined
  const about = (): string => {
    const { kind, lang, title, description } = list
    said ??= JSON.stringify([kind, lang, title, description, context.channels.map(({ title }) => title)])
    return said
  }
  const described = (
    permalink: SitePath,
    { stories, inputs, describe }: { readonly stories: readonly Article[] } & Described,
  ): ListingPage => ({
    kind: 'list',
    permalink,
    inputs: () => fields([about(), permalink]) + inputs() + cardsInputs(list, stories, context),
    describe,
    owner: undefined,
    story: undefined,
    tells: story => stories.includes(story),
    files: [],
  })
  const lead = list.kind === 'home' ? (list.stories.find(article => article.lead) ?? first[0]) : undefined
  const page = (index: number): ListingPage => {
    const number = numbered - index
    const start = firstLength + index * pageSize
    const stories = list.stories.slice(start, start + pageSize)
    const newer = pathOf(number + 1)
    return described(pathOf(number), {
      stories,
      inputs: () => field(newer),
      describe: () => ({
        ...listPage(list, { ...context, translations: [] }),
        head: { ...listHead(list, { ...context, translations: [] }, pathOf(number)), title: `${list.title} (${number})` },
        stories: stories.map(article => cardOf(article, context)),
        newer,
        older: number > 1 ? pathOf(number - 1) : undefined,
      }),
    })
  }
  const shown = lead && !first.includes(lead) ? [lead, ...first] : first
  return [
    described(list.path, {
      stories: shown,
      inputs: () => field(JSON.stringify([context.translations, older, lead?.id])),
      describe: () => ({
        ...frontPage(list, { stories: first, lead, context }),
        older,
      }),
    }),
    ...Array.from({ length: numbered }, (_, index) => page(index)),
  ]
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
