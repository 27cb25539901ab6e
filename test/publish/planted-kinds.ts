import { smallFile } from '../../src/discovery/discovery-file.ts'
import type { ArtifactKind, KindContext } from '../../src/engine/artifact-kinds.ts'
import type { SitePath } from '../../src/model/address.ts'
import type { Article } from '../../src/model/article.ts'
import type { Instant } from '../../src/model/instant.ts'
import type { ListPage } from '../../src/model/page.ts'
import { READABLE, storiesCorrectedIn } from '../../src/model/stories.ts'

// Two kinds of artifacts that Courant does not make: each is one function over `Stories`, and says nothing of when it is called again.

/** Where the topics are counted. */
const TOPIC_INDEX: SitePath = '/topics/index.json'

/** How many stories there are on each topic, by language. */
const topicIndex = {
  name: 'topic-index',
  of: 'newsroom',
  describe: ({ stories }) => {
    const counts = new Map<string, Map<string, number>>()
    for (const { lang, topics } of stories.all(READABLE))
      for (const { slug } of topics) {
        const byLanguage = counts.get(slug) ?? new Map<string, number>()
        counts.set(slug, byLanguage.set(lang, (byLanguage.get(lang) ?? 0) + 1))
      }
    const sorted = [...counts].sort().map(([slug, languages]) => [slug, Object.fromEntries([...languages].sort())])
    return [smallFile('opml', TOPIC_INDEX, JSON.stringify(Object.fromEntries(sorted)))]
  },
} as const satisfies ArtifactKind

/** A page for each story, with the number of corrections that the newsroom made in the story's year. */
const correctionsOfYear = {
  name: 'corrections-of-year',
  of: 'story',
  describe: ({ date, lang, permalink: of }, { stories }) => {
    const year = yearOf(date.at)
    const made = stories.all(storiesCorrectedIn(year)).flatMap(({ corrections }) => corrections)
    const title = `Corrections in ${year}: ${made.filter(({ date }) => yearOf(date.at) === year).length}`
    const permalink = correctionsPage(of)
    const head = { lang, permalink, home: '/', title, description: title, channels: [], translations: [] } as const
    const list = { kind: 'changes', path: permalink, title, description: undefined } as const
    const page: ListPage = { kind: 'list', head, list, lead: undefined, stories: [], newer: undefined, older: undefined }
    const inputs = JSON.stringify(page)
    return [
      { kind: 'list', permalink, inputs: () => inputs, describe: () => page, owner: undefined, story: undefined, files: [] },
    ]
  },
} as const satisfies ArtifactKind

/** Where the page of a story with the corrections of its year is. */
function correctionsPage(permalink: SitePath): SitePath {
  return `${permalink}corrections/`
}

/** Both kinds, planted beside those of Courant; `onDescribe` hears of each call: of which kind, and for which story. */
export function plantedKinds(onDescribe: (kind: string, story?: Article['path']) => void = () => {}): readonly ArtifactKind[] {
  return [
    {
      ...topicIndex,
      describe: (context: KindContext) => {
        onDescribe(topicIndex.name)
        return topicIndex.describe(context)
      },
    },
    {
      ...correctionsOfYear,
      describe: (story, context) => {
        onDescribe(correctionsOfYear.name, story.path)
        return correctionsOfYear.describe(story, context)
      },
    },
  ]
}

function yearOf(at: Instant): number {
  return new Date(at).getUTCFullYear()
}
