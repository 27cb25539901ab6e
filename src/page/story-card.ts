import { dirOf } from '../language/labels.ts'
import type { StoryCard } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { aheadBadge } from './ahead-mark.ts'
import { type Html, html } from './html.ts'
import { listHref } from './list-href.ts'
import { IMAGE_SIZES, picture } from './picture.ts'
import type { Templates } from './templates/types.ts'

/** How a list shows a story. */
export type CardStyle = Templates['card']['style']

/** The pieces of a story in a list, on a page in the language `lang`. */
export function cardParts(
  card: StoryCard,
  { site, lang, style }: { readonly site: Site; readonly lang: string; readonly style: CardStyle },
): Templates['card']['parts'] {
  return {
    ahead: aheadBadge(card.ahead, site),
    kicker: style === 'entry' ? undefined : kicker(card, site),
    image: style === 'entry' ? undefined : illustration(card, site, style === 'lead'),
    foreign: card.lang === lang ? undefined : html` lang="${card.lang}" dir="${dirOf(card.lang)}"`,
  }
}

/** The first topic, which tells where a story belongs at a glance. */
function kicker({ topics: [topic], lang }: StoryCard, site: Site): Html | undefined {
  return (
    topic && html`<p class="kicker"><a href="${listHref(site, { lang }, `/topics/${topic.slug}/`)}">${topic.title}</a></p>\n`
  )
}

function illustration({ image }: StoryCard, site: Site, eager: boolean): Html | undefined {
  return (
    image &&
    html`<div class="image">${picture(image.published, { site, alt: image.source.alt, eager, sizes: IMAGE_SIZES[eager ? 'lead' : 'card'] })}</div>\n`
  )
}
