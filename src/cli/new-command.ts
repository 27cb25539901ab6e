import { hash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { articleParser } from '../article/parse-article.ts'
import { canonicalLanguage } from '../fields/readers.ts'
import { excerptOf } from '../markdown/excerpt.ts'
import { cleanSegment } from '../model/address.ts'
import type { Site } from '../model/site.ts'
import { readSiteFile } from '../store/read-site-file.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { type CommonOptions, UsageError } from './options.ts'
import { terminal } from './terminal.ts'

/** The options of `courant new`. */
export interface NewOptions extends CommonOptions {
  readonly lang?: string
  readonly topic?: readonly string[]
  readonly section?: string
}

/** `courant new "Title"`: a draft with an id, in the folder of this year. Says where it is. */
export function newCommand(title: string, options: NewOptions): Promise<ExitCode> {
  const screen = terminal()
  const { site, diagnostics } = readSiteFile(options.articles)
  if (!site) {
    screen.complain(diagnostics, options.articles)
    return Promise.resolve(EXIT.usage)
  }
  const now = Temporal.Instant.fromEpochMilliseconds(Date.now()).toZonedDateTimeISO(site.timezone)
  const path = freePath(title, { year: now.year, lang: languageOf(options, site), articles: options.articles })
  const file = join(options.articles, path)
  const text = draft(title, {
    id: `${site.idPrefix}${randomUUID()}`,
    date: now.toPlainDateTime().toString({ smallestUnit: 'minute' }),
    options,
  })
  refuseMistaken(text, { path, site })
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text, { flag: 'wx' })
  if (options.json) process.stdout.write(`${JSON.stringify({ path })}\n`)
  screen.say(`Wrote ${file}, as a draft. Remove the line "draft: true" when it may go out.`)
  return Promise.resolve(EXIT.done)
}

function languageOf({ lang }: NewOptions, site: Site): string | undefined {
  if (lang === undefined) return undefined
  const tag = canonicalLanguage(lang)
  if (!tag) throw new UsageError(`--lang: cannot read "${lang}" as a language`, 'write its code: en, fr, es, ar, zh, ru')
  return tag === site.lang ? undefined : tag
}

/** `2026/title.md`, `2026/title.fr.md`, or with a number when that is taken. */
function freePath(
  title: string,
  { year, lang, articles }: { readonly year: number; readonly lang: string | undefined; readonly articles: string },
): string {
  const name = fileName(title)
  if (name === '') throw new UsageError(`"${title}" leaves nothing for a file name`, 'use letters or digits in the headline')
  const suffix = lang === undefined ? '.md' : `.${lang}.md`
  for (let number = 1; ; number++) {
    const path = `${year}/${name}${number > 1 ? `-${number}` : ''}${suffix}`
    if (!existsSync(join(articles, path))) return path
  }
}

// Disks take 255 bytes; the language, a number and the extension come on top.
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

function draft(
  title: string,
  { id, date, options }: { readonly id: string; readonly date: string; readonly options: NewOptions },
): string {
  const lines = [
    `title: ${JSON.stringify(title)}`,
    `date: ${date}`,
    `id: ${id}`,
    ...(options.section ? [`section: ${JSON.stringify(options.section)}`] : []),
    ...(options.topic ? [`topics: [${options.topic.map(topic => JSON.stringify(topic)).join(', ')}]`] : []),
    'draft: true',
  ]
  return `---\n${lines.join('\n')}\n---\n\n`
}
