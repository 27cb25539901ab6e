import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { cutFrontMatter } from '../article/cut-front-matter.ts'
import { readName } from '../fields/read-name.ts'
import { canonicalLanguage } from '../fields/readers.ts'
import { isStandingPage, type SourcePath } from '../model/address.ts'
import type { Site } from '../model/site.ts'
import { readWithin } from '../store/open-within.ts'
import { UsageError } from './options.ts'

/** What a translation takes from the story that it translates. */
export interface Original {
  /** Where the translation belongs: beside it. */
  readonly path: SourcePath
  readonly isPage: boolean
  /** Fields that hold in every language, by name, as they are written there. */
  readonly fields: Readonly<Record<string, string>>
}

/** What the editions of one story have in common. Words are translated; ids, addresses and changes are each edition's own. */
const SHARED: ReadonlySet<string> = new Set([
  ...['date', 'section', 'topics', 'authors', 'disclaimer', 'boilerplate', 'image', 'attachments', 'contact'],
  ...['release', 'languages', 'lead', 'expires'],
])

/** What is known of a call of `courant new --translate`. */
export interface TranslateContext {
  readonly articles: string
  readonly site: Site
  readonly lang: string | undefined
}

/** Reads the story to translate. @throws UsageError when it is none, or the language is missing or there already */
export function originalOf(file: string, { articles, site, lang }: TranslateContext): Original {
  const source = sourceOf(file, articles)
  if (lang === undefined) throw new UsageError('--translate: into which language?', 'add --lang, as in --lang fr')
  const { story } = readName(source)
  const path = lang === site.lang ? `${story}.md` : `${story}.${lang}.md`
  const fields = fieldsIn(readWithin({ path: source, onDisk: join(articles, source) }), file)
  const own = /^lang\s*:\s*([\w-]+)/.exec(fields.lang ?? '')?.[1]
  if (path === source && own !== undefined && canonicalLanguage(own) !== lang)
    throw new UsageError(
      `${join(articles, path)} says of itself that it is in another language, ${own}`,
      `give it a name that says so: ${story}.${own}.md`,
    )
  if (existsSync(join(articles, path)))
    throw new UsageError(`${join(articles, path)} is there already`, 'edit it, or name another language with --lang')
  const shared = Object.entries(fields).filter(([name]) => SHARED.has(name))
  return { path, isPage: isStandingPage(source), fields: Object.fromEntries(shared) }
}

/** The story's path in the newsroom, whether it was named from there or from here. */
function sourceOf(file: string, articles: string): SourcePath {
  const within = relative(resolve(articles), resolve(file)).replaceAll('\\', '/')
  const candidates = [within, file].filter(path => path.endsWith('.md') && !path.startsWith('..'))
  const source = candidates.find(path => existsSync(join(articles, path)))
  if (source !== undefined) return source
  throw new UsageError(`--translate: there is no article ${file}`, 'name its file, as in --translate articles/2026/harbour.md')
}

/** Each field's lines: from its name at the margin to the next name there. */
function fieldsIn(bytes: Uint8Array, file: string): Readonly<Record<string, string>> {
  const cut = cutFrontMatter(bytes)
  if ('message' in cut) throw new UsageError(`${file}:${cut.line}:${cut.column}  ${cut.message}`, cut.remedy)
  const lines = Buffer.from(bytes)
    .toString('utf8')
    .split(/\r\n?|\n/)
    .slice(1, cut.bodyLine - 2)
  const fields: Record<string, string> = {}
  let name: string | undefined
  for (const line of lines) {
    const begun = /^(\w+)\s*:/.exec(line)?.[1]
    if (begun !== undefined) name = begun
    if (name === undefined) continue
    fields[name] = begun === undefined ? `${fields[name]}\n${line}` : line
  }
  return fields
}
