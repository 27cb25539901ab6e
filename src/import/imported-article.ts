import { hash } from 'node:crypto'
import { MOST } from '../article/article-fields.ts'
import { articleParser } from '../article/parse-article.ts'
import { excerptOf } from '../markdown/excerpt.ts'
import type { SourcePath } from '../model/address.ts'
import type { Site } from '../model/site.ts'
import { carryBody } from './carry-body.ts'
import type { PlacedStory } from './plan-import.ts'
import type { SourceAttachment } from './source.ts'
import { instantOf } from './source-date.ts'
import { folderOf } from './source-folder.ts'
import { type AddressBook, leadOf, nameIn, originKey } from './story-addresses.ts'

/** What an article is written from, beside its story. */
export interface ArticleContext {
  readonly site: Site
  readonly book: AddressBook
  /** The files that came along, by their origin's key: where they stand in the newsroom. */
  readonly files: ReadonlyMap<string, SourcePath>
  /** For a story that has no date: it becomes a draft of this one. */
  readonly undated: string
}

/** An article file, and all that could not be carried into it. */
export interface ImportedArticle {
  readonly path: SourcePath
  readonly text: string
  readonly losses: readonly string[]
}

type ArticleFields = Record<string, FieldValue | undefined>

/** A story as an article file, which `check` finds no error in: what would be one is left out, and told. */
export function importedArticle(placed: PlacedStory, context: ArticleContext): ImportedArticle {
  const { story, path } = placed
  const losses = new Set([...placed.losses, ...(story.kind === 'page' ? pageLosses(placed) : [])])
  const lose = (what: string): void => void losses.add(what)
  const place = placer(placed, { ...context, lose })
  const mainImage = story.image && { ...story.image, address: place(story.image.address, 'media') ?? '' }
  const isBrought = mainImage && isHere(mainImage.address)
  const { markdown, image } = carryBody(story, { address: place, lose, image: isBrought ? mainImage : undefined })
  const files = attachmentsOf(story.attachments, { place, lose })
  const main = image ? { src: image.address, alt: image.alt, credit: image.credit, caption: image.caption } : files.image
  if (mainImage && !isBrought) lose(`the main image ${mainImage.address} could not be brought here`)
  const fields: ArticleFields = {
    title: titleOf(placed, { markdown, lose }),
    slug: placed.slug,
    ...(story.kind === 'page'
      ? { summary: story.summary, draft: story.draft || story.expires !== undefined || undefined }
      : {
          ...datesOf(placed, { undated: context.undated, lose }),
          summary: story.summary,
          topics: firstOf(story.topics, 'topics', lose),
          authors: firstOf(story.authors, 'authors', lose),
          canonical: placed.canonical,
          image: main && isHere(main.src) ? main : undefined,
          attachments: files.attachments,
          aliases: firstOf(placed.aliases, 'aliases', lose),
          id: placed.id,
        }),
  }
  const text = withoutMistakes(fields, { path, markdown, site: context.site, lose })
  return { path, text, losses: [...losses] }
}

/** As many as an article may have; the others are named. */
function firstOf(all: readonly string[], field: 'topics' | 'authors' | 'aliases', lose: (what: string) => void) {
  const max = MOST[field]
  if (all.length > max) lose(`${field}: ${max} at most, so these are left out: ${all.slice(max).join(', ')}`)
  return all.slice(0, max)
}

type Place = (written: string, use: 'link' | 'media') => string | undefined

/** What becomes of an address: of a file that came along, its place as seen from the article. */
function placer(
  { story, path }: PlacedStory,
  { book, files, lose }: ArticleContext & { readonly lose: (what: string) => void },
): Place {
  return (written, use) => {
    const lead = leadOf(written, { use, story, book })
    if (lead.kind === 'unsafe') return undefined
    if (lead.kind === 'file') {
      const file = files.get(originKey(lead.origin))
      if (file !== undefined) return file.slice(folderOf(path) === '' ? 0 : folderOf(path).length + 1)
      if (!book.isPublishable(nameIn(lead.origin)) && lead.origin.kind === 'file')
        lose(`${nameIn(lead.origin)} is of a kind that is not published with articles`)
      return lead.otherwise
    }
    if (lead.kind === 'lost')
      lose(use === 'link' ? `the link ${written} leads to nothing that came along` : `there is no file ${written}`)
    return lead.href
  }
}

/** Whether an address is that of a file beside the article. */
function isHere(address: string): boolean {
  return address !== '' && !/^[a-z][a-z\d+.-]*:|^\//i.test(address)
}

function titleOf(
  { story, id }: PlacedStory,
  { markdown, lose }: { readonly markdown: string; readonly lose: (what: string) => void },
): string {
  if (story.title !== undefined && story.title.length <= MAX_TITLE) return story.title
  lose(story.title === undefined ? 'it has no title: its first words stand for one' : 'its title is too long and was cut')
  const words = story.title ?? (excerptOf(markdown) || id || story.from)
  const cut = words.slice(0, story.title === undefined ? FIRST_WORDS : MAX_TITLE - 1).toWellFormed()
  return words.length <= cut.length ? words : `${cut.replace(/\s+\S*$/, '')}…`
}

const MAX_TITLE = 300
const FIRST_WORDS = 80

function datesOf(
  { story }: PlacedStory,
  { undated, lose }: { readonly undated: string; readonly lose: (what: string) => void },
): ArticleFields {
  const { date, updated, expires, draft } = story
  if (date === undefined) {
    lose(`it has no date: it is a draft of ${undated} here`)
    return { date: undated, draft: true }
  }
  // What was changed on the day of a date without a time is no later change.
  const isLater = updated !== undefined && updated.slice(0, 10) > date.slice(0, 10) && instantOf(updated) > instantOf(date)
  return { date, updated: isLater ? updated : undefined, expires, draft: draft || undefined }
}

/** The first image among attachments is the main one of a story that has no other. */
function attachmentsOf(
  attachments: readonly SourceAttachment[],
  { place, lose }: { readonly place: Place; readonly lose: (what: string) => void },
): { readonly image: { readonly src: string } | undefined; readonly attachments: readonly FieldValue[] } {
  const files = attachments.flatMap(({ address, title }) => {
    const src = place(address, 'media')
    if (src !== undefined && isHere(src)) return [{ src, title: title ?? decodeURI(src.slice(src.lastIndexOf('/') + 1)) }]
    lose(`the attachment ${address} could not be brought here`)
    return []
  })
  const isImage = ({ src }: { readonly src: string }): boolean => /\.(avif|gif|jpe?g|png|webp)$/i.test(src)
  const image = files.find(isImage)
  return { image: image && { src: image.src }, attachments: files.filter(file => !isImage(file)) }
}

interface Checked {
  readonly path: SourcePath
  readonly markdown: string
  readonly site: Site
  readonly lose: (what: string) => void
}

/** The file's text, of which every field stays out that is a mistake here. */
function withoutMistakes(fields: ArticleFields, { path, markdown, site, lose }: Checked): string {
  const parse = articleParser({ site, excerptOf })
  for (let current = fields; ; ) {
    const text = `---\n${writeFields(current)}\n---\n\n${markdown}`
    const bytes = Buffer.from(text)
    const { diagnostics } = parse({ path, bytes, hash: hash('sha256', bytes, 'hex') })
    const mistake = diagnostics.find(({ severity, field }) => severity === 'error' && field !== undefined)
    const next = mistake?.field === undefined ? current : without(current, mistake.field.split('.'))
    if (mistake === undefined || next === current) return text
    lose(`${mistake.field} is left out: ${mistake.message}`)
    const isEndless = mistake.field === 'expires'
    if (isEndless) lose('it is a draft here: it would never expire')
    current = isEndless ? { ...next, draft: true } : next
  }
}

/** Fields without the one at a path, or without the part of a list or group in which it is; the same ones where there is no such. */
function without(fields: ArticleFields, [name = '', index]: readonly string[]): ArticleFields {
  const value = fields[name]
  if (value === undefined || name === 'title' || name === 'date') return fields
  if (Array.isArray(value) && index !== undefined) return { ...fields, [name]: value.filter((_, at) => at !== Number(index)) }
  const isPart = typeof value === 'object' && index !== undefined && index !== 'src'
  return { ...fields, [name]: isPart ? { ...value, [index]: undefined } : undefined }
}

/** What a page cannot have here, though its source had it. */
function pageLosses({ story, canonical }: PlacedStory): readonly string[] {
  const { date, authors, topics, expires } = story
  const fields = { date, authors: authors.join(', '), topics: topics.join(', '), canonical }
  const had = Object.entries(fields).filter(([, value]) => value)
  return [
    ...(had.length > 0 ? [`pages have no ${had.map(([name, value]) => `${name} (${value})`).join(', no ')}`] : []),
    ...(expires === undefined ? [] : [`it expires at ${expires}, which no page can here: it is a draft`]),
  ]
}

/** A value of front matter: text, lists and groups of them. */
type FieldValue = string | boolean | readonly FieldValue[] | { readonly [name: string]: FieldValue | undefined }

/** Fields as the YAML of front matter, a line each where that can be; what is undefined or an empty list is left out. */
function writeFields(fields: Readonly<Record<string, FieldValue | undefined>>): string {
  return linesOf(fields, '').join('\n')
}

function linesOf(fields: Readonly<Record<string, FieldValue | undefined>>, indent: string): readonly string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return []
    if (Array.isArray(value)) return listLines(name, value, indent)
    if (isGroup(value)) return [`${indent}${name}:`, ...linesOf(value, `${indent}  `)]
    return [`${indent}${name}: ${scalar(value)}`]
  })
}

function listLines(name: string, items: readonly FieldValue[], indent: string): readonly string[] {
  const scalars = items.filter(item => !isGroup(item) && !Array.isArray(item))
  if (scalars.length === items.length) return [`${indent}${name}: [${scalars.map(scalar).join(', ')}]`]
  return [
    `${indent}${name}:`,
    ...items.filter(isGroup).flatMap(item => {
      const [first = '', ...rest] = linesOf(item, `${indent}    `)
      return [`${indent}  - ${first.trimStart()}`, ...rest]
    }),
  ]
}

function isGroup(value: FieldValue): value is { readonly [name: string]: FieldValue | undefined } {
  return typeof value === 'object' && !Array.isArray(value)
}

/** Words that mean nothing to YAML stand as they are; everything else in quotes, whose escapes YAML shares with JSON. */
function scalar(value: FieldValue): string {
  const text = String(value)
  if (/^[\p{L}\p{N}/](?:[\p{L}\p{M}\p{N} '’/._-]*[\p{L}\p{M}\p{N}'’/._-])?$/u.test(text)) return text
  return /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : JSON.stringify(text.toWellFormed())
}
