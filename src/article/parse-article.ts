import { hash } from 'node:crypto'
import { readName } from '../fields/read-name.ts'
import { group } from '../fields/readers.ts'
import { rootSlot, type Slot } from '../fields/slot.ts'
import { authorIn, topicIn } from '../language/own-names.ts'
import { cleanSegment, isStandingPage, PAGES_FOLDER, type SitePath, type SourcePath } from '../model/address.ts'
import type { Article, ArticleImage, Attachment, StandingPage, Topic } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { StoryDate } from '../model/instant.ts'
import { RESERVED_NAMES } from '../model/made-files.ts'
import type { Author, Site } from '../model/site.ts'
import { type ArticleFields, articleFields, STANDING_FIELDS } from './article-fields.ts'
import { remarksFor } from './article-remarks.ts'
import { datesInDoubt } from './clock-changes.ts'
import { type CutSource, cutFrontMatter } from './cut-front-matter.ts'
import { permalinkOf } from './permalink.ts'
import { standingTextsOf } from './standing-texts.ts'
import { noteUnlistedNames } from './unlisted-names.ts'

/** A file of the newsroom as it was read. */
export interface SourceFile {
  readonly path: SourcePath
  readonly bytes: Uint8Array
  /** SHA-256 of the bytes, hex. */
  readonly hash: string
}

/** An article whose id is not settled yet: the record has a say in it. */
export type ParsedArticle = Omit<Article, 'id'> & { readonly givenId: string | undefined }

/** What became of a file: a story or a page, or undefined; and every mistake in it. */
export interface Parsed {
  readonly story: ParsedArticle | StandingPage | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** What parsing needs beside the file. */
export interface ParseContext {
  readonly site: Site
  /** Plain text of a body's first paragraph, for stories without a summary. */
  readonly excerptOf: (markdown: string) => string
  /** Notes what could be better as well. */
  readonly thorough?: boolean
  /** Whether the files are last good versions: they were published, so rules that are newer than they are do not refuse them. */
  readonly wasGood?: boolean
}

/** Makes a parser for one newsroom; the field table is built once. */
export function articleParser({
  site,
  excerptOf,
  thorough = false,
  wasGood = false,
}: ParseContext): (file: SourceFile) => Parsed {
  const { timezone } = site
  const readArticle = group(thorough ? articleFields(timezone, datesInDoubt(timezone)) : articleFields(timezone))
  const readStanding = group(STANDING_FIELDS)
  const noteRemarks = thorough ? remarksFor(site) : undefined
  return file => {
    const cut = cutFrontMatter(file.bytes)
    if ('message' in cut) return { story: undefined, diagnostics: [{ severity: 'error', path: file.path, ...cut }] }
    const diagnostics: Diagnostic[] = []
    const slot = rootSlot(cut.fields.value ?? new Map(), {
      path: file.path,
      placeOf: cut.fields.placeOf,
      hiddenOf: cut.fields.hiddenOf,
      isQuoted: cut.fields.isQuoted,
      diagnostics,
      wasGood,
    })
    const parts = { file, cut, slot, site, excerptOf }
    const fields = isStandingPage(file.path) ? undefined : readArticle(slot)
    const story = isStandingPage(file.path) ? standingPage(parts, readStanding(slot)) : article(parts, fields)
    if (fields) noteUnlistedNames(slot, site)
    if (fields) noteRemarks?.(fields, slot)
    const failed = diagnostics.some(({ severity }) => severity === 'error')
    return { story: failed ? undefined : story, diagnostics }
  }
}

interface Parts extends ParseContext {
  readonly file: SourceFile
  readonly cut: CutSource
  readonly slot: Slot
}

/** Every part is read before anything is given up, so that all mistakes are told at once. */
function article(parts: Parts, fields: ArticleFields | undefined): ParsedArticle | undefined {
  if (!fields) return undefined
  const { file, cut, slot, site, excerptOf } = parts
  const { title, date } = fields
  const place = placeStory(parts, file.path, fields)
  const inLanguage = { site, lang: place?.lang ?? site.lang }
  const topics = (fields.topics ?? []).flatMap((name, index) =>
    topicOf(name, slot.at('topics', '').at(index, name), inLanguage),
  )
  const authors = (fields.authors ?? []).flatMap((name, index) =>
    authorOf(name, slot.at('authors', '').at(index, name), inLanguage),
  )
  const texts = standingTextsOf(fields, { slot, ...inLanguage })
  const image = imageOf(fields.image, file.path, slot)
  const attachments = attachmentsOf(fields.attachments ?? [], file.path, slot)
  if (date && fields.expires && fields.expires.at <= date.at) {
    slot
      .at('expires', '')
      .mistake({ message: 'the story would expire before it is out', remedy: 'give it a later date than date' })
  }
  if (date && fields.updated && isBefore(fields.updated.date, date)) {
    slot.at('updated', '').mistake({
      severity: 'warning',
      message: 'the story would be updated before it is out',
      remedy: 'give it a later date than date, or remove it',
    })
  }
  if (title === undefined || !date || !place) return undefined
  return withSource(parts, {
    kind: 'article',
    path: file.path,
    givenId: fields.id,
    ...place,
    aliases: fields.aliases ?? [],
    title,
    summary: fields.summary ?? excerptOf(cut.body),
    date,
    updated: fields.updated,
    section: fields.section && (site.sections.get(cleanSegment(fields.section))?.name ?? fields.section),
    topics: uniqueBySlug(topics),
    authors: uniqueBySlug(authors),
    dateline: fields.dateline,
    ...texts,
    image,
    attachments,
    notes: fields.notes ?? [],
    contact: fields.contact,
    corrections: (fields.corrections ?? []).toSorted((a, b) => a.date.at - b.date.at),
    withdrawn: fields.withdrawn,
    canonical: fields.canonical,
    lead: fields.lead ?? false,
    draft: fields.draft ?? false,
    expires: fields.expires?.at,
    together: fields.release === 'together',
    languages: fields.languages,
  })
}

/** Whether a moment, or the whole of a day, is over before another. */
function isBefore({ at, dateOnly }: StoryDate, other: StoryDate): boolean {
  return at + (dateOnly ? DAY_MS : 0) <= other.at && at < other.at
}

const DAY_MS = 24 * 60 * 60 * 1000

/** The story with the version of its file that it was read from. */
function withSource<const T extends object>({ file, cut }: Parts, story: T): T & Pick<Article, 'source'> {
  const facts = hash('sha256', JSON.stringify(story), 'base64url').slice(0, 22)
  return { ...story, source: { hash: file.hash, facts, bodyLine: cut.bodyLine } }
}

function standingPage(
  parts: Parts,
  fields: Pick<ArticleFields, 'title' | 'summary' | 'lang' | 'slug' | 'draft'> | undefined,
): StandingPage | undefined {
  if (!fields?.title) return undefined
  const { file } = parts
  const place = placeStory(parts, file.path.slice(PAGES_FOLDER.length), fields)
  if (!place) return undefined
  return withSource(parts, {
    kind: 'standing',
    path: file.path,
    lang: place.lang,
    permalink: place.permalink,
    title: fields.title,
    summary: fields.summary ?? parts.excerptOf(parts.cut.body),
    draft: fields.draft ?? false,
  })
}

/** Language and address, from the file's name and the fields that bear on them. */
function placeStory(
  { slot, site }: Parts,
  path: SourcePath,
  fields: Pick<ArticleFields, 'lang' | 'slug'>,
): Pick<Article, 'story' | 'lang' | 'permalink'> | undefined {
  const name = readName(path)
  if (name.lang && fields.lang && name.lang !== fields.lang) {
    return slot.at('lang', fields.lang).mistake({
      message: `the file name says ${name.lang}, this says ${fields.lang}`,
      remedy: 'remove this line, or rename the file',
    })
  }
  const lang = name.lang ?? fields.lang ?? site.lang
  const permalink = permalinkOf({ story: name.story, prefix: lang === site.lang ? undefined : lang, slug: fields.slug })
  const first = permalink?.split('/')[lang === site.lang ? 1 : 2]
  if (!permalink)
    return slot.mistake({
      code: 'file-name',
      message: 'the file name leaves nothing for an address',
      remedy: 'rename it with letters or digits',
    })
  if (first && RESERVED_NAMES.has(first)) {
    return slot.mistake({
      code: 'reserved-name',
      message: `the address ${permalink} is one that Courant makes itself`,
      remedy: `rename the file or folder: ${[...RESERVED_NAMES].join(', ')} are taken`,
    })
  }
  return { story: name.story, lang, permalink }
}

/** Whose names are shown, and in which language. */
interface InLanguage {
  readonly site: Site
  readonly lang: string
}

function topicOf(name: string, slot: Slot, { site, lang }: InLanguage): readonly Topic[] {
  const slug = cleanSegment(name)
  if (slug === '') return noteUnusable(name, slot)
  return [{ slug, title: topicIn({ slug, title: name }, lang, site).title }]
}

function authorOf(name: string, slot: Slot, { site, lang }: InLanguage): readonly Author[] {
  const slug = cleanSegment(name)
  if (slug === '') return noteUnusable(name, slot)
  return [authorIn({ slug, name, type: 'person', email: undefined, url: undefined }, lang, site)]
}

function noteUnusable(name: string, slot: Slot): readonly never[] {
  slot.mistake({ message: `"${name}" leaves nothing for an address`, remedy: 'use a name with letters or digits' })
  return []
}

function uniqueBySlug<T extends { readonly slug: string }>(items: readonly T[]): readonly T[] {
  return items.filter((item, index) => items.findIndex(other => other.slug === item.slug) === index)
}

function imageOf(fields: ArticleFields['image'], path: SourcePath, slot: Slot): ArticleImage | undefined {
  if (fields?.src === undefined) return undefined
  const source = resolveBeside(path, fields.src)
  if (source === undefined) {
    return slot
      .at('image', '')
      .at('src', '')
      .mistake({
        message: `"${fields.src}" is not in the newsroom's folder`,
        remedy: 'put the file beside the article and write its name',
      })
  }
  return { path: source, alt: fields.alt ?? '', credit: fields.credit, caption: fields.caption }
}

function attachmentsOf(given: readonly Attachment[], path: SourcePath, slot: Slot): readonly Attachment[] {
  return given.flatMap(({ path: src, title }, index) => {
    const source = resolveBeside(path, src)
    if (source !== undefined) return [{ path: source, title }]
    slot
      .at('attachments', '')
      .at(index, '')
      .mistake({
        message: `"${src}" is not in the newsroom's folder`,
        remedy: 'put the file beside the article and write its name',
      })
    return []
  })
}

/** The newsroom path that an address written in a file means, or undefined when it leads out of the newsroom. */
export function resolveBeside(path: SourcePath, target: string): SourcePath | SitePath | undefined {
  const parts = target.startsWith('/') ? [] : path.split('/').slice(0, -1)
  for (const part of target.normalize('NFC').split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined
    } else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/') || undefined
}
