import type { Frame, NewsFeedOptions } from './channel-model.ts'
import { rfc3339 } from './feed-date.ts'
import type { ItemFacts } from './item-facts.ts'

/**
 * The channel as a JSON Feed 1.1 document, without its items. Rights, for which the format has no field, stand in an extension object of
 * ours (§Extensions), whose `about` says where it is described.
 */
export function jsonFrame(options: NewsFeedOptions): Frame {
  const head = {
    version: 'https://jsonfeed.org/version/1.1',
    title: options.title,
    home_page_url: options.link,
    feed_url: options.feedLinks.json,
    next_url: options.previous?.json,
    description: options.description || undefined,
    icon: options.avatar,
    favicon: options.favicon,
    authors: [{ name: options.author.name, url: options.author.link }],
    language: options.language,
    hubs: options.hub && [{ type: 'WebSub', url: options.hub }],
    ...extension(options.about, { rights: options.copyright, license: options.license }),
  }
  const open = `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "items": [`
  return { open, between: ',\n', close: '\n  ]\n}\n', empty: ']\n}\n' }
}

/**
 * A story as a JSON Feed item. `external_url` is the page elsewhere on which the story was first published; readers may
 * offer it beside `url`, which stays the permalink.
 */
export function jsonItem(facts: ItemFacts, content: string): string {
  const item = {
    id: facts.id,
    url: facts.url,
    external_url: facts.origin,
    title: facts.title,
    content_html: content,
    summary: facts.summary.trim() === '' ? undefined : facts.summary,
    image: facts.image?.url,
    date_published: rfc3339(facts.published),
    date_modified: facts.updated === facts.published ? undefined : rfc3339(facts.updated),
    // Without authors of its own the item has the feed's.
    authors: atLeastOne(facts.authors.map(({ name, url }) => ({ name, url }))),
    tags: atLeastOne(facts.categories.map(category => category.label)),
    language: facts.lang,
    attachments: atLeastOne(
      facts.files.map(({ url, type, lengthBytes, title }) => ({ url, mime_type: type, title, size_in_bytes: lengthBytes })),
    ),
    ...extension(facts.about, {
      rights: facts.rights,
      license: facts.license,
      translations: atLeastOne(facts.alternates.map(({ lang, url }) => ({ language: lang, url }))),
      withdrawn: facts.withdrawn === undefined ? undefined : rfc3339(facts.withdrawn),
      expires: facts.expires === undefined ? undefined : rfc3339(facts.expires),
    }),
  }
  // Strings hold no line break of their own in JSON, so that every one is between members.
  return `    ${JSON.stringify(item, null, 2).replaceAll('\n', '\n    ')}`
}

function extension(about: string, facts: object): object {
  return Object.values(facts).every(fact => fact === undefined) ? {} : { _courant: { about, ...facts } }
}

function atLeastOne<T>(values: readonly T[]): readonly T[] | undefined {
  return values.length === 0 ? undefined : values
}
