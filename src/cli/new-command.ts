import { hash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { articleParser } from '../article/parse-article.ts'
import { canonicalLanguage } from '../fields/readers.ts'
import { excerptOf } from '../markdown/excerpt.ts'
import { cleanSegment } from '../model/address.ts'
import type { Site } from '../model/site.ts'
import { readSiteFile } from '../sources/read-site-file.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { MisconfiguredError } from './misconfigured-error.ts'
import { type CommonOptions, UsageError } from './options.ts'
import { printJson } from './print.ts'
import { terminal } from './terminal.ts'
import { type Original, originalOf } from './translated-story.ts'

/** The options of `courant new`. */
export interface NewOptions extends CommonOptions {
  readonly lang?: string
  readonly topic?: readonly string[]
  readonly section?: string
  readonly translate?: string
}

/** `courant new "Title"`: a draft with an id, in the folder of this year or beside the story it translates. Says where it is. */
export function newCommand(title: string, options: NewOptions): Promise<ExitCode> {
  const screen = terminal()
  const { site, diagnostics } = readSiteFile(options.articles)
  if (!site) throw new MisconfiguredError(diagnostics, options.articles)
  const lang = languageOf(options)
  const original = options.translate === undefined ? undefined : originalOf(options.translate, { ...options, site, lang })
  const now = Temporal.Instant.fromEpochMilliseconds(Date.now()).toZonedDateTimeISO(site.timezone)
  const path = original?.path ?? freePath(title, { year: now.year, articles: options.articles })
  const file = join(options.articles, path)
  const text = draft(title, {
    id: `${site.idPrefix}${randomUUID()}`,
    date: now.toPlainDateTime().toString({ smallestUnit: 'minute' }),
    lang: lang === site.lang ? undefined : lang,
    options,
    original,
  })
  refuseMistaken(text, { path, site })
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text, { flag: 'wx' })
  if (options.json) printJson({ path })
  screen.say(`Wrote ${file}, as a draft. Remove the line "draft: true" when it may go out.`)
  return Promise.resolve(EXIT.done)
}

function languageOf({ lang }: NewOptions): string | undefined {
  if (lang === undefined) return undefined
  const tag = canonicalLanguage(lang)
  if (!tag) throw new UsageError(`--lang: cannot read "${lang}" as a language`, 'write its code: en, fr, es, ar, zh, ru')
  return tag
}

/** `2026/title.md`, or with a number when that is taken. */
function freePath(title: string, { year, articles }: { readonly year: number; readonly articles: string }): string {
  const name = fileName(title)
  if (name === '') throw new UsageError(`"${title}" leaves nothing for a file name`, 'use letters or digits in the headline')
  for (let number = 1; ; number++) {
    const path = `${year}/${name}${number > 1 ? `-${number}` : ''}.md`
    if (!existsSync(join(articles, path))) return path
  }
}

// Disks take 255 bytes; a language, a number and the extension come on top.
const MAX_NAME_BYTES = 180

/** The headline as a file is named: whole words within the limit, and no dot, after which a language would be read. */
function fileName(title: string): string {
  const slug = cleanSegment(title.replaceAll('.', ' '))
  let name = ''
  for (const character of slug) {
    if (Buffer.byteLength(name + character) > MAX_NAME_BYTES) return name.replace(/-[^-]*$/, '')
    name += character
  }
  return name
}

/** What `courant check` would refuse is not written in the first place. */
function refuseMistaken(text: string, { path, site }: { readonly path: string; readonly site: Site }): void {
  const bytes = Buffer.from(text)
  const { diagnostics } = articleParser({ site, excerptOf })({ path, bytes, hash: hash('sha256', bytes, 'hex') })
  const mistake = diagnostics.find(({ severity }) => severity === 'error')
  if (mistake) throw new UsageError(`${mistake.field ?? path}: ${mistake.message}`, mistake.remedy)
}

interface Draft {
  readonly id: string
  /** Now, for a story that translates none. */
  readonly date: string
  /** Undefined for the newsroom's own. */
  readonly lang: string | undefined
  readonly options: NewOptions
  readonly original: Original | undefined
}

// A comment: an empty field would be an error, and a sentence in its place might be published.
const SUMMARY_HINT = '# Add a line "summary: …" with one or two sentences for lists and feeds.'

function draft(title: string, { id, date, lang, options, original }: Draft): string {
  const { section, topic } = options
  const own = {
    ...(section !== undefined && { section: `section: ${JSON.stringify(section)}` }),
    ...(topic && { topics: `topics: [${topic.map(name => JSON.stringify(name)).join(', ')}]` }),
  }
  const lines = [
    `title: ${JSON.stringify(title)}`,
    ...(original ? [] : [`date: ${date}`]),
    SUMMARY_HINT,
    ...(original?.isPage ? [] : [`id: ${id}`]),
    // A translation has its language in its name.
    ...(original || lang === undefined ? [] : [`lang: ${lang}`]),
    ...Object.values({ ...original?.fields, ...own }),
    'draft: true',
  ]
  return `---\n${lines.join('\n')}\n---\n\n`
}
