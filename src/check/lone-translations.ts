import { readName } from '../fields/read-name.ts'
import { likelyFile } from '../fields/unknown-field.ts'
import type { SourcePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'

/** Files that are named as translations, `harbour.fr.md`, and stand alone. */
export function loneTranslations(sources: ReadonlySet<SourcePath>): readonly Diagnostic[] {
  const names = [...sources].map(path => ({ path, ...readName(path) }))
  const editions = Map.groupBy(names, ({ story }) => story)
  const neighbours = Map.groupBy(editions, ([story]) => folderOf(story))
  return names.flatMap(({ path, story, lang }): readonly Diagnostic[] => {
    if (lang === undefined || (editions.get(story)?.length ?? 0) > 1) return []
    const others = (neighbours.get(folderOf(story)) ?? []).flatMap(([other, files]) =>
      other !== story && files.every(file => file.lang !== lang) ? [other] : [],
    )
    const meant = meantBy(story, others)
    const alone = `if it stands alone, name it ${story}.md and write lang: ${lang} in it`
    return [
      {
        severity: 'warning',
        code: 'lone-translation',
        path,
        line: 1,
        column: 1,
        message: `this is named as the ${lang} edition of ${story}.md, and there is no other`,
        remedy:
          meant === undefined
            ? `name it after the story that it translates; ${alone}`
            : `did you mean ${meant}.${lang}.md? ${alone}`,
      },
    ]
  })
}

/** The story that a misspelt name means. */
function meantBy(story: string, others: readonly string[]): string | undefined {
  const folder = folderOf(story)
  const name = likelyFile(
    story.slice(folder.length),
    others.map(other => other.slice(folder.length)),
  )
  return name === undefined ? undefined : folder + name
}

function folderOf(story: string): string {
  return story.slice(0, story.lastIndexOf('/') + 1)
}
