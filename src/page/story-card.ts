import { dirOf } from '../language/labels.ts'
import { hrefOf } from '../model/address.ts'
import type { StoryCard } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { aheadBadge } from './ahead-mark.ts'
import { type Html, html } from './html.ts'
import { listHref } from './list-href.ts'
import { IMAGE_SIZES, picture } from './picture.ts'
import { dayElement } from './time-element.ts'

/** How a list shows a story: leading the front page, as a card there, or as an entry of a plain list. */
export type CardStyle = 'lead' | 'card' | 'entry'

/** A story in a list, on a page in the language `lang`. */
export function storyCard(
  card: StoryCard,
  view: { readonly site: Site; readonly lang: string; readonly style: CardStyle },
): Html {
  const { site, lang, style } = view
  const foreign = card.lang !== lang && html` lang="${card.lang}" dir="${dirOf(card.lang)}"`
  return html`<article class="${style}${card.image && style !== 'entry' && ' illustrated'}"${foreign}>
<div class="words">
${aheadBadge(card.ahead, site)}${style !== 'entry' && kicker(card, site)}<h2><a href="${hrefOf(site, card.permalink)}">${card.title}</a></h2>
<p class="summary">${card.summary}</p>
<p class="date">${dayElement(card.date, { lang: card.lang, timezone: site.timezone })}</p>
</div>
${style !== 'entry' && illustration(card, site, style === 'lead')}</article>
`
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
