import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { cutFrontMatter } from '../article/cut-front-matter.ts'
import { readName } from '../fields/read-name.ts'
import { canonicalLanguage } from '../fields/readers.ts'
import { isStandingPage, type SourcePath } from '../model/address.ts'
import type { Site } from '../model/site.ts'
import { readWithin } from '../platform/open-within.ts'
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
  const { fields, values } = fieldsIn(readWithin({ path: source, onDisk: join(articles, source) }), file)
  const own = /^lang\s*:\s*([\w-]+)/.exec(fields.lang ?? '')?.[1]
  if (path === source && own !== undefined && canonicalLanguage(own) !== lang)
    throw new UsageError(
      `${join(articles, path)} says of itself that it is in another language, ${own}`,
      `give it a name that says so: ${story}.${own}.md`,
    )
  if (existsSync(join(articles, path)))
    throw new UsageError(`${join(articles, path)} is there already`, 'edit it, or name another language with --lang')
  const shared = Object.entries(fields)
    .filter(([name]) => SHARED.has(name))
    .map(([name, lines]) => [name, `${toTranslate(name, values.get(name))}${lines}`] as const)
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

const TO_TRANSLATE = '# To translate:'

/** A comment on what readers see of a field in the language of the original; nothing where they see none of it. */
function toTranslate(name: string, value: unknown): string {
  const has = (fields: unknown, word: string): boolean => fields instanceof Map && Boolean(fields.get(word))
  const words = name === 'image' ? ['alt', 'caption'].filter(word => has(value, word)) : []
  const isTitled = name === 'attachments' && Array.isArray(value) && value.some(item => has(item, 'title'))
  const what = isTitled ? ['title of each attachment'] : words
  return what.length === 0 ? '' : `${TO_TRANSLATE} ${what.join(' and ')}\n`
}

interface WrittenFields {
  /** Each field's lines: from its name at the margin to the next name there. */
  readonly fields: Readonly<Record<string, string>>
  /** As YAML reads them. */
  readonly values: ReadonlyMap<unknown, unknown>
}

function fieldsIn(bytes: Uint8Array, file: string): WrittenFields {
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
    // The mark of a translation that is translated in turn is written anew.
    if (name === undefined || line.startsWith(TO_TRANSLATE)) continue
    fields[name] = begun === undefined ? `${fields[name]}\n${line}` : line
  }
  return { fields, values: cut.fields.value instanceof Map ? cut.fields.value : new Map() }
}
