import type { Article, Update } from '../model/article.ts'
import { rfc3339 } from './feed-date.ts'
import type { ItemFacts, ItemImage, Story } from './item-facts.ts'
import { wordsOf } from './item-facts.ts'
import { clean, cleanLine } from './xml.ts'

/**
 * An item's full content, the same HTML in all three formats: the update note, the disclaimer, the dateline, the main
 * image, the body. A feed is read far from the page, so all that the page says around the story is said here too.
 */
export function contentOf(story: Story, facts: ItemFacts): string {
  return [...preamble(story, facts), withoutControls(story.body)].map(clean).filter(Boolean).join('\n')
}

/** The content of a story that is too large for a feed: all that precedes the body, then the summary and the way to the page. */
export function shortContentOf(story: Story, facts: ItemFacts): string {
  const link = `<p><a href="${escapeHtml(facts.url)}">${escapeHtml(facts.title)}</a></p>`
  return [...preamble(story, facts), `<p>${escapeHtml(facts.summary)}</p>`, link].map(clean).join('\n')
}

/** Plain text as HTML: the same words, whatever they hold. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** Readers take form controls out of a body, and done and undone tasks would look alike: a box is told as a character. */
function withoutControls(body: string): string {
  return body.replace(/<input\b[^>]*>/g, box => (/\schecked\b/.test(box) ? '☑' : '☐'))
}

function preamble({ article, site }: Story, facts: ItemFacts): readonly string[] {
  return [
    article.updated && updateNote(article.updated, { lang: article.lang, timezone: site.timezone }),
    paragraph(article.disclaimer, 'em'),
    paragraph(article.dateline, 'strong'),
    facts.image && figure(facts.image),
  ].filter(part => part !== undefined)
}

/** The date and what changed. The date stands without a word such as "Updated", which would have to be known in every language. */
function updateNote(update: Update, place: { readonly lang: string; readonly timezone: string }): string | undefined {
  const note = wordsOf(update.note)
  if (note === undefined) return undefined
  const day = new Intl.DateTimeFormat(place.lang, { dateStyle: 'long', timeZone: place.timezone }).format(update.date.at)
  return `<p><strong><time datetime="${rfc3339(update.date.at)}">${escapeHtml(day)}</time>:</strong> ${escapeHtml(note)}</p>`
}

function paragraph(text: Article['disclaimer'], emphasis: 'em' | 'strong'): string | undefined {
  const words = wordsOf(text)
  return words === undefined ? undefined : `<p><${emphasis}>${escapeHtml(words)}</${emphasis}></p>`
}

function figure(image: ItemImage): string {
  const size = image.width && image.height ? ` width="${image.width}" height="${image.height}"` : ''
  const picture = `<img src="${escapeHtml(image.url)}" alt="${escapeHtml(cleanLine(image.alt ?? ''))}"${size}>`
  const credit = image.credit && `<small>${escapeHtml(image.credit)}</small>`
  const caption = [image.caption && escapeHtml(image.caption), credit].filter(Boolean).join(' ')
  return `<figure>${picture}${caption && `<figcaption>${caption}</figcaption>`}</figure>`
}
