import { visibleDate } from '../language/dates.ts'
import { nameOf } from '../language/labels.ts'
import type { Ahead } from '../model/article.ts'
import type { Site } from '../model/site.ts'
import { type Html, html } from './html.ts'

// Only a preview shows these, to authors, whom Courant addresses in English whatever the language of the story.

/** Marks a story in a list that readers do not see yet. */
export function aheadBadge(ahead: Ahead | undefined, site: Site): Html | undefined {
  return ahead && html`<p class="ahead ${ahead.kind}" lang="en" dir="ltr">${aheadWords(ahead, site)}</p>\n`
}

/** Says above a story or page why readers do not see it yet. */
export function aheadNotice(ahead: Ahead | undefined, site: Site): Html | undefined {
  return (
    ahead &&
    html`<p class="ahead notice ${ahead.kind}" lang="en" dir="ltr"><strong>${aheadWords(ahead, site)}</strong> ${EXPLAINED[ahead.kind]}</p>\n`
  )
}

const EXPLAINED: { readonly [kind in Ahead['kind']]: string } = {
  draft: 'Readers see nothing of it. Take the line “draft: true” away when it may go out.',
  'to-come': 'Until then readers see nothing of it.',
  waiting: 'It goes out when these are ready too. Until then readers see nothing of it.',
}

/** Why a story is not public yet, in a few words. */
export function aheadWords(ahead: Ahead, { timezone }: Pick<Site, 'timezone'>): string {
  if (ahead.kind === 'draft') return 'Draft'
  if (ahead.kind === 'waiting') return `Waiting for ${ahead.languages.map(nameOf).join(', ')}`
  return `Embargoed until ${visibleDate(ahead.date, { timezone, lang: 'en' })}`
}
