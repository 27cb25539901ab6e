import { fileURLToPath } from 'node:url'
import { readSite } from '../../src/config/read-site.ts'
import { type ImportRequest, type ImportResult, importSource } from '../../src/import/files/import-source.ts'
import type { Site } from '../../src/model/site.ts'
import { newsroomOf, SITE_YAML, type TemporaryNewsroom } from '../support/newsroom.ts'

/** The path of a fixture of ours. */
export function importFixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))
}

/** An empty newsroom at this address. */
export function emptyNewsroom(url = 'https://news.example.org'): TemporaryNewsroom {
  return newsroomOf({ 'site.yaml': siteYaml(url) })
}

function siteYaml(url: string): string {
  return SITE_YAML.replace('https://news.example.org', url)
}

/** Imports into a newsroom as the command does. */
export function importInto(
  newsroom: TemporaryNewsroom,
  source: string,
  options: Partial<Pick<ImportRequest, 'feed' | 'dryRun'>> = {},
): Promise<ImportResult> {
  return importSource({
    source,
    feed: undefined,
    articles: newsroom.paths.articles,
    site: siteOf(newsroom),
    dryRun: false,
    onProgress: () => {},
    ...options,
  })
}

function siteOf(newsroom: TemporaryNewsroom): Site {
  const text = newsroom.sources().get('site.yaml')?.toString('utf8') ?? ''
  const { site, diagnostics } = readSite(text, { measure: () => undefined, exists: () => false })
  if (!site) throw new Error(JSON.stringify(diagnostics))
  return site
}

/** What could not be carried, a line each: where it stands in the source, and what it is. */
export function lossesOf({ written, lost }: ImportResult): readonly string[] {
  return [...lost, ...written].flatMap(({ from, losses }) => losses.map(loss => `${from}: ${loss}`))
}

/** An article file's text. */
export function articleAt(newsroom: TemporaryNewsroom, path: string): string {
  const text = newsroom.sources().get(path)?.toString('utf8')
  if (text === undefined) throw new Error(`there is no ${path} among ${[...newsroom.sources().keys()].join(', ')}`)
  return text
}
