import { languageNamed } from '../fields/read-name.ts'
import type { Site } from '../model/site.ts'
import { ImportMistake } from './import-mistake.ts'
import type { SourceStory } from './source.ts'

/** The languages of a newsroom. */
type Languages = Pick<Site, 'lang' | 'languages'>

/**
 * The language of a story when it is another than the newsroom's own, as the newsroom names it where it declares it: `de-DE` is no
 * other than `de`. Undefined too for what is no language.
 */
export function otherLanguage(lang: string | undefined, { lang: own, languages }: Languages): string | undefined {
  const tag = languageNamed(lang?.trim().replaceAll('_', '-') ?? '')
  if (tag === undefined) return undefined
  const declared = [own, ...languages]
  const named = declared.find(known => known === tag) ?? declared.find(known => isSameLanguage(known, tag)) ?? tag
  return named === own ? undefined : named
}

/** Whether two tags are of one language in one script, whatever the region. */
export function isSameLanguage(one: string, other: string): boolean {
  const [{ language, script }, second] = [new Intl.Locale(one).maximize(), new Intl.Locale(other).maximize()]
  return language === second.language && script === second.script
}

/** @throws ImportMistake when most stories are in one language that the newsroom does not declare: all their addresses would move */
export function refuseOtherLanguage(stories: readonly SourceStory[], site: Languages): void {
  const counts = new Map<string, number>()
  for (const { lang } of stories) {
    const tag = otherLanguage(lang, site)
    if (tag === undefined || site.languages.includes(tag)) continue
    const same = [...counts.keys()].find(known => isSameLanguage(known, tag)) ?? tag
    counts.set(same, (counts.get(same) ?? 0) + 1)
  }
  const most = [...counts].find(([, number]) => number > stories.length / 2)
  if (!most) return
  const [tag, number] = most
  const both = [...new Set([site.lang, ...site.languages, tag])].join(', ')
  throw new ImportMistake(
    `most of its stories, ${number} of ${stories.length}, are in another language than the newsroom, whose own is ${site.lang}`,
    `write lang: ${tag} in site.yaml; or, where the newsroom is to have both, languages: [${both}]`,
  )
}
