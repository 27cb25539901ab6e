import { hash } from 'node:crypto'
import { cutFrontMatter } from '../../article/cut-front-matter.ts'
import { articleParser, type SourceFile } from '../../article/parse-article.ts'
import { excerptOf } from '../../markdown/excerpt.ts'
import type { Site } from '../../model/site.ts'
import { readWithin } from '../../platform/open-within.ts'
import { isArticleFile, type ListedFile, listFiles } from '../../sources/list-files.ts'
import type { KnownArticle, ReceivingNewsroom } from '../plan-import.ts'
import { isPlaceholder } from './placeholders.ts'

/** The newsroom that an import goes into, as it stands: its articles, with mistakes or without, and the names of its files. */
export function receivingNewsroom(articles: string, site: Site): ReceivingNewsroom {
  const { files } = listFiles(articles)
  const placeholders = files.filter(isPlaceholder)
  const others = files.filter(file => !placeholders.includes(file))
  const parse = articleParser({ site, excerptOf })
  const known = ({ path, onDisk }: ListedFile): KnownArticle => {
    const bytes = readWithin({ path, onDisk })
    const file = { path, bytes, hash: hash('sha256', bytes, 'hex') }
    const { story } = parse(file)
    if (!story) return mistakenArticle(file)
    return { path, permalink: story.permalink, title: story.title, id: story.kind === 'article' ? story.givenId : undefined }
  }
  return {
    site,
    articles: others.filter(({ path }) => isArticleFile(path)).map(known),
    placeholders: placeholders.map(known),
    paths: new Set(others.map(({ path }) => path.toLowerCase())),
  }
}

/** What is known of an article that has errors: it is the story of its id all the same. */
function mistakenArticle({ path, bytes }: SourceFile): KnownArticle {
  const cut = cutFrontMatter(bytes)
  const fields: unknown = 'message' in cut ? undefined : cut.fields.value
  const text = (name: string): string | undefined => {
    const value: unknown = fields instanceof Map ? fields.get(name) : undefined
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  return { path, permalink: `/${path.slice(0, -'.md'.length)}/`, title: text('title') ?? '', id: text('id') }
}
