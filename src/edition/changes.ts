import { labelsFor } from '../language/labels.ts'
import type { Article } from '../model/article.ts'
import type { StoryDate } from '../model/instant.ts'
import type { RecordEntry } from '../model/record.ts'
import type { Site } from '../model/site.ts'
import { numbersOf, type ToldCorrections } from './told-corrections.ts'

/**
 * What became of released stories, newest first: every major update, correction and withdrawal as an item of its own, which
 * names the story, leads to it, and is known by the story's id and the kind and instant of the change.
 */
export function changesOf(
  released: readonly Article[],
  site: Pick<Site, 'labels'>,
  toldOf: ToldCorrections = () => undefined,
): readonly Article[] {
  return released
    .flatMap(article => changesIn(article, { site, told: toldOf(article.id) }))
    .sort((a, b) => b.date.at - a.date.at || (a.id < b.id ? -1 : 1))
}

interface ChangeContext {
  readonly site: Pick<Site, 'labels'>
  readonly told: RecordEntry['corrections']
}

function changesIn(article: Article, { site, told }: ChangeContext): readonly Article[] {
  const words = labelsFor(article.lang, site)
  const { updated, corrections, withdrawn } = article
  const numbers = numbersOf(corrections, told)
  return [
    ...(updated?.note === undefined
      ? []
      : [changeOf(article, { kind: 'update', label: words.updated, date: updated.date, note: updated.note })]),
    ...corrections.map((correction, index) =>
      changeOf(article, { kind: `correction-${numbers[index]}`, label: words.correction, ...correction }),
    ),
    ...(withdrawn
      ? [changeOf(article, { kind: 'withdrawal', label: words.withdrawn, date: withdrawn.date, note: withdrawn.reason })]
      : []),
  ]
}

/** An IRI has one fragment at most: with a second `#` Atom would have to write another id than RSS (RFC 3987 §2.2). */
function separatorAfter(id: string): '#' | '/' {
  return id.includes('#') ? '/' : '#'
}

function changeOf(
  article: Article,
  {
    kind,
    label,
    date,
    note,
  }: { readonly kind: string; readonly label: string; readonly date: StoryDate; readonly note: string },
): Article {
  return {
    ...article,
    id: `${article.id + separatorAfter(article.id)}${kind}-${new Date(date.at).toISOString()}`,
    title: `${label}: ${article.title}`,
    summary: note,
    date,
    updated: undefined,
    corrections: [],
    withdrawn: undefined,
    image: undefined,
    attachments: [],
    boilerplate: undefined,
    notes: [],
    contact: undefined,
    dateline: undefined,
    canonical: undefined,
    lead: false,
  }
}
