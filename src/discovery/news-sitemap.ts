import { machineDate } from '../language/dates.ts'
import { type SitePath, urlOf } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { Edition } from '../model/edition.ts'
import type { Site } from '../model/site.ts'
import { cleanLine, parentElement, textElement } from '../xml/write-xml.ts'
import { type DiscoveryFile, documentOf, smallFile } from './discovery-file.ts'

/** Where the stories of the last two days stand. */
export const NEWS_SITEMAP: SitePath = '/sitemap-news.xml'

/** The stories of the last two days, for Google News ("News sitemaps"); none where there are none, which it calls a mistake. */
export function newsSitemapOf({ news }: Edition, site: Site): readonly DiscoveryFile[] {
  if (news.length === 0) return []
  const elements = news.map(story => newsElement(story, site))
  return [smallFile('news-sitemap', NEWS_SITEMAP, documentOf('urlset', elements))]
}

function newsElement(story: Article, site: Site): string {
  const publication = parentElement('news:publication', [
    textElement('news:name', cleanLine(site.title)),
    textElement('news:language', newsLanguage(story.lang)),
  ])
  const news = parentElement('news:news', [
    publication,
    textElement('news:publication_date', machineDate(story.date, site.timezone)),
    textElement('news:title', cleanLine(story.title)),
  ])
  return parentElement('url', [textElement('loc', urlOf(site, story.permalink)), news])
}

/** There are few, and a thousand stories. */
const languages = new Map<string, string>()

function newsLanguage(lang: string): string {
  const language = languages.get(lang) ?? newsLanguageOf(lang)
  languages.set(lang, language)
  return language
}

/** ISO 639 without a region, but for Chinese, whose two scripts are told apart. */
function newsLanguageOf(lang: string): string {
  const { language, script } = new Intl.Locale(lang).maximize()
  if (language !== 'zh') return language
  return script === 'Hant' ? 'zh-tw' : 'zh-cn'
}
