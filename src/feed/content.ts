import { type DateView, visibleDate } from '../language/dates.ts'
import { fileNote } from '../language/file-note.ts'
import { dirOf, labelsFor } from '../language/labels.ts'
import { punctuationOf } from '../language/punctuation.ts'
import { telephoneHref } from '../language/telephone.ts'
import type { Words } from '../language/words/words.ts'
import { urlOf } from '../model/address.ts'
import type { Contact, StandingText } from '../model/article.ts'
import type { StoryDate } from '../model/instant.ts'
import type { Site } from '../model/site.ts'
import { clean, cleanLine } from '../xml/write-xml.ts'
import { rfc3339 } from './feed-date.ts'
import type { ItemFacts, ItemImage, Story } from './item-facts.ts'
import { wordsOf } from './item-facts.ts'

/**
 * An item's full content, the same HTML in all three formats: the update note, the disclaimer, the dateline, the main
 * image, the body, who publishes, notes to editors, the contact, the files. A feed is read far from the page, so all that the page says around the story is said here too.
 */
export function contentOf(story: Story, facts: ItemFacts): string {
  const parts = [...preamble(story, facts), bodyOf(story), ...afterword(story), files(facts, story) ?? '']
  return inItsDirection(parts.map(clean).filter(Boolean).join('\n'), facts)
}

/** The body without what only its page has a use for. */
function bodyOf({ body }: Story): string {
  return withoutPageMarks(withoutHighlighting(withoutControls(body)))
}

/** Readers show every story from left to right unless it says otherwise. */
function inItsDirection(content: string, { lang }: Pick<ItemFacts, 'lang'>): string {
  return dirOf(lang) === 'rtl' ? `<div dir="rtl">\n${content.trimEnd()}\n</div>` : content
}

/** The content of a story that is too large for a feed: all that precedes the body, then the summary and the way to the page. */
export function shortContentOf(story: Story, facts: ItemFacts): string {
  return inItsDirection([...preamble(story, facts).map(clean), summaryAndLink(facts)].join('\n'), facts)
}

/** The summary and the way to the page alone. */
export function shortestContentOf(facts: ItemFacts): string {
  return inItsDirection(summaryAndLink(facts), facts)
}

function summaryAndLink({ url, title, summary }: ItemFacts): string {
  const link = `<p><a href="${escapeHtml(url)}">${escapeHtml(title)}</a></p>`
  return [`<p>${escapeHtml(summary)}</p>`, link].map(clean).join('\n')
}

/** Plain text as HTML: the same words, whatever they hold. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** Readers take form controls out of a body, and done and undone tasks would look alike: a box is told as a character. */
function withoutControls(body: string): string {
  return body.replace(/<input\b[^>]*>/g, box => (/\schecked\b/.test(box) ? '☑' : '☐'))
}

/** What the page's style and the keyboard go by, and the labels of boxes that are characters here. No `>` stands in an attribute. */
function withoutPageMarks(body: string): string {
  return body.replace(/<\/?label\b[^>]*>/g, '').replace(/<[a-z][^>]*>/g, tag => tag.replace(PAGE_ATTRIBUTES, ''))
}

const PAGE_ATTRIBUTES = / (?:class|role|tabindex|aria-[a-z]+)="[^"]*"/g

/** Readers have no colours for code: what marks its parts would only make the feed longer. */
function withoutHighlighting(body: string): string {
  if (!body.includes('<span class="code-')) return body
  return body.replace(/(<code class="language-[^"]*">)(.*?)(?=<\/code>)/gs, (found: string, tag: string, code: string) =>
    code.includes('<span class="code-') ? tag + code.replace(/<\/?span\b[^>]*>/g, '') : found,
  )
}

function preamble({ article, site }: Story, facts: ItemFacts): readonly string[] {
  const words = labelsFor(article.lang, site)
  const notice = noticesIn({ lang: article.lang, timezone: site.timezone })
  const { updated, corrections, withdrawn } = article
  return [
    withdrawn && notice(words.withdrawn, { date: withdrawn.date, note: withdrawn.reason }),
    withdrawn?.replacement !== undefined && instead(withdrawn.replacement, { words, site }),
    updated?.note !== undefined && notice(words.updated, { date: updated.date, note: updated.note }),
    ...corrections.map(correction => notice(words.correction, correction)),
    standing(article.disclaimer, article.lang),
    dateline(article.dateline),
    facts.image && figure(facts.image),
  ].filter(part => typeof part === 'string')
}

/** What became of the story, with its date: `Correction, 5 May 2026: …`. Nothing when the note is blank. */
function noticesIn(
  view: DateView,
): (label: string, what: { readonly date: StoryDate; readonly note: string }) => string | undefined {
  return (label, { date, note }) => {
    const words = wordsOf(note)
    if (words === undefined) return undefined
    const day = `<time datetime="${rfc3339(date.at)}">${escapeHtml(visibleDate(date, view))}</time>`
    const { comma, colon } = punctuationOf(view.lang, label)
    return `<p><strong>${escapeHtml(label)}${comma}${day}${colon}</strong> ${escapeHtml(words)}</p>`
  }
}

function instead(replacement: string, { words, site }: { readonly words: Words; readonly site: Site }): string {
  const url = replacement.startsWith('/') ? urlOf(site, `/${replacement.slice(1)}`) : replacement
  return `<p>${escapeHtml(words.readInstead)} <a href="${escapeHtml(url)}">${escapeHtml(url)}</a></p>`
}

/** The files offered with a story, with type and size. */
function files({ files }: ItemFacts, { article: { lang }, site }: Story): string | undefined {
  if (files.length === 0) return undefined
  const items = files.map(
    ({ url, title, type, lengthBytes }) =>
      `<li><a href="${escapeHtml(url)}">${escapeHtml(title)}</a> (${escapeHtml(fileNote({ type, lengthBytes, lang }))})</li>`,
  )
  return `<p><strong>${escapeHtml(labelsFor(lang, site).files)}</strong></p>\n<ul>${items.join('')}</ul>`
}

/** Words that stand with many stories, marked where they are in another language than the story. */
function standing(text: StandingText | undefined, lang: string): string | undefined {
  const words = wordsOf(text?.text)
  if (text === undefined || words === undefined) return undefined
  const foreign = text.lang === lang ? '' : ` lang="${escapeHtml(text.lang)}"`
  const turned = dirOf(text.lang) === dirOf(lang) ? '' : ` dir="${dirOf(text.lang)}"`
  return `<p${foreign}${turned}><em>${escapeHtml(words)}</em></p>`
}

function dateline(place: string | undefined): string | undefined {
  const words = wordsOf(place)
  return words === undefined ? undefined : `<p><strong>${escapeHtml(words)}</strong></p>`
}

/** What follows the text: who publishes, notes to editors, whom the press may ask. */
function afterword({ article, site }: Story): readonly string[] {
  const { boilerplate, notes, contact, lang } = article
  const words = labelsFor(lang, site)
  const items = notes.flatMap(note => wordsOf(note) ?? []).map(escapeHtml)
  const list = items.length === 1 ? `<p>${items[0]}</p>` : `<ol>${items.map(item => `<li>${item}</li>`).join('')}</ol>`
  return [
    standing(boilerplate, lang),
    items.length > 0 ? `<p><strong>${escapeHtml(words.notes)}</strong></p>\n${list}` : undefined,
    contact && `<p><strong>${escapeHtml(words.contact)}</strong><br>${contactLines(contact)}</p>`,
  ].filter(part => typeof part === 'string')
}

function contactLines({ name, email, phone }: Contact): string {
  const link = (href: string, text: string): string => `<br><a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`
  return [
    escapeHtml(cleanLine(name)),
    email === undefined ? '' : link(`mailto:${email}`, email),
    phone === undefined ? '' : link(telephoneHref(phone), phone),
  ].join('')
}

function figure(image: ItemImage): string {
  const size = image.width && image.height ? ` width="${image.width}" height="${image.height}"` : ''
  const picture = `<img src="${escapeHtml(image.url)}" alt="${escapeHtml(cleanLine(image.alt ?? ''))}"${size}>`
  const credit = image.credit && `<small>${escapeHtml(image.credit)}</small>`
  const caption = [image.caption && escapeHtml(image.caption), credit].filter(Boolean).join(' ')
  return `<figure>${picture}${caption && `<figcaption>${caption}</figcaption>`}</figure>`
}
