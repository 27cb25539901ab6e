import { labelsFor } from '../language/labels.ts'
import type { Article } from '../model/article.ts'
import type { StoryDate } from '../model/instant.ts'
import { asChange } from '../model/kept-fields.ts'
import type { Site } from '../model/site.ts'
import { isPrefixed, type NamedChange, namedChanges, type ToldChanges } from './told-changes.ts'

/**
 * What became of released stories, newest first: every major update, correction and withdrawal as an item of its own, which
 * names the story, leads to it, and is known by the story's id and the kind and instant of the change.
 */
export function changesOf(
  released: readonly Article[],
  site: Pick<Site, 'labels' | 'idPrefix'>,
  toldOf: ToldChanges = () => undefined,
): readonly Article[] {
  return released
    .filter(({ updated, corrections, withdrawn }) => updated || corrections.length > 0 || withdrawn)
    .flatMap(article => changesIn(article, { site, told: toldOf(article.id) }))
    .sort(latestChangeFirst)
}

/** The order of changes as feeds and pages list them. */
export function latestChangeFirst(a: Article, b: Article): number {
  return b.date.at - a.date.at || (a.id < b.id ? -1 : 1)
}

interface ChangeContext {
  readonly site: Pick<Site, 'labels' | 'idPrefix'>
  readonly told: ReturnType<ToldChanges>
}

function changesIn(article: Article, { site, told }: ChangeContext): readonly Article[] {
  const words = labelsFor(article.lang, site)
  const { updated, corrections, withdrawn } = article
  const named = namedChanges(article, told)
  const subject = isPrefixed(article.id, told) ? `${site.idPrefix}change:${encodeURIComponent(article.id)}` : article.id
  const item = (change: NamedChange | undefined, label: string, date: StoryDate | undefined): readonly Article[] =>
    change && date ? [changeOf(article, { ...change, label, date, subject })] : []
  return [
    ...item(named.update, words.updated, updated?.date),
    ...named.corrections.flatMap((change, index) =>
      item({ ...change, name: `correction-${change.name}` }, words.correction, corrections[index]?.date),
    ),
    ...item(named.withdrawal, words.withdrawn, withdrawn?.date),
  ]
}

/** An IRI has one fragment at most: with a second `#` Atom would have to write another id than RSS (RFC 3987 §2.2). */
function separatorAfter(id: string): '#' | '/' {
  return id.includes('#') ? '/' : '#'
}

function changeOf(
  article: Article,
  {
    name,
    label,
    date,
    note,
    subject,
  }: NamedChange & {
    readonly label: string
    readonly date: StoryDate
    /** What its id begins with. */
    readonly subject: string
  },
): Article {
  return asChange(article, {
    id: subject + separatorAfter(subject) + name,
    title: `${label}: ${article.title}`,
    summary: note,
    date,
  })
}
