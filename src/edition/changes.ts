import { labelsFor } from '../language/labels.ts'
import type { Article } from '../model/article.ts'
import type { StoryDate } from '../model/instant.ts'
import type { Site } from '../model/site.ts'

/**
 * What became of released stories, newest first: every major update, correction and withdrawal as an item of its own, which
 * names the story, leads to it, and is known by the story's id and the kind and instant of the change.
 */
export function changesOf(released: readonly Article[], site: Pick<Site, 'labels'>): readonly Article[] {
  return released.flatMap(article => changesIn(article, site)).sort((a, b) => b.date.at - a.date.at || (a.id < b.id ? -1 : 1))
}

function changesIn(article: Article, site: Pick<Site, 'labels'>): readonly Article[] {
  const words = labelsFor(article.lang, site)
  const { updated, corrections, withdrawn } = article
  return [
    ...(updated?.note === undefined
      ? []
      : [changeOf(article, { kind: 'update', label: words.updated, date: updated.date, note: updated.note })]),
    ...corrections.map((correction, index) =>
      changeOf(article, { kind: `correction-${rankAmong(corrections, index)}`, label: words.correction, ...correction }),
    ),
    ...(withdrawn
      ? [changeOf(article, { kind: 'withdrawal', label: words.withdrawn, date: withdrawn.date, note: withdrawn.reason })]
      : []),
  ]
}

/** Which of the corrections of its instant one is, from 1: a number that a correction told later for an earlier day leaves alone. */
function rankAmong(corrections: Article['corrections'], index: number): number {
  return corrections.slice(0, index + 1).filter(({ date }) => date.at === corrections[index]?.date.at).length
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
