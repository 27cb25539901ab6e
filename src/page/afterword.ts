import { dirOf, labelsFor } from '../language/labels.ts'
import { telephoneHref } from '../language/telephone.ts'
import type { Contact, StandingText } from '../model/article.ts'
import type { ArticlePage } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { type Html, html } from './html.ts'

/** What follows the text of a press release: who publishes, notes to editors, whom the press may ask. */
export function afterword({ article, head }: ArticlePage, site: Site): Html | undefined {
  const { boilerplate, notes, contact } = article
  if (boilerplate === undefined && notes.length === 0 && contact === undefined) return undefined
  const words = labelsFor(head.lang, site)
  return html`<footer class="afterword">
${boilerplate && html`<aside class="boilerplate" aria-label="${words.boilerplate}">${standingText(boilerplate, head.lang)}</aside>\n`}\
${notes.length > 0 && html`<h2>${words.notes}</h2>\n${noteList(notes)}`}\
${contact && html`<h2>${words.contact}</h2>\n${contactLines(contact)}`}</footer>\n`
}

/** Words that stand with many stories, marked where they are in another language than the page. */
export function standingText({ text, lang }: StandingText, pageLang: string): Html {
  return lang === pageLang ? html`<p>${text}</p>` : html`<p lang="${lang}" dir="${dirOf(lang)}">${text}</p>`
}

function noteList(notes: readonly string[]): Html {
  return notes.length === 1 ? html`<p>${notes[0]}</p>\n` : html`<ol>\n${notes.map(note => html`<li>${note}</li>\n`)}</ol>\n`
}

function contactLines({ name, email, phone }: Contact): Html {
  return html`<p>${name}${email !== undefined && html`<br><a href="mailto:${email}" dir="ltr">${email}</a>`}\
${phone !== undefined && html`<br><a href="${telephoneHref(phone)}" dir="ltr">${phone}</a>`}</p>\n`
}
