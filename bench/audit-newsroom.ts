import { corpusFiles, SEED } from './corpus.ts'
import { seededRandom } from './random.ts'
import type { CorpusFile } from './story.ts'

/** A story of which nothing is public, and what it alone says. */
export interface HiddenStory {
  readonly path: string
  readonly title: string
  /** A sentence of its body. */
  readonly sentence: string
  /** Readers are told that it was there: its title and its address stay public. */
  readonly isWithdrawn: boolean
}

/** A newsroom to audit. */
export interface AuditNewsroom {
  readonly files: readonly CorpusFile[]
  readonly hidden: readonly HiddenStory[]
}

const SITE = 'https://bench.example.org'

/** One story in so many is hidden, in these ways by turns. */
const EVERY = 6
const WAYS = [
  'draft: true',
  'date: 2126-05-01',
  'expires: 2026-01-02',
  'withdrawn: { date: 2026-01-02, reason: In error. }',
  'sumary: misspelt',
]

const WORDS = [90, 180] as const

/**
 * A newsroom whose stories repeat one another as those of an institution do: the same boilerplate, the same links under the same text, titles
 * and sentences of older stories, and the newsroom's own addresses, each written in several ways. Hidden stories do so too: nothing of it is a leak.
 */
export function auditNewsroom(count: number): AuditNewsroom {
  const files: CorpusFile[] = []
  const hidden: (HiddenStory & Told)[] = []
  const english: Told[] = []
  for (const file of corpusFiles({ count, words: WORDS })) {
    const story = /^\d{4}\/\d\d\/story-(\d+)\.md$/.exec(file.path)
    if (!story || typeof file.content !== 'string') {
      files.push(file)
      continue
    }
    const index = Number(story[1])
    const told = toldBy(file.path, file.content)
    const way = index % EVERY === 0 ? WAYS[(index / EVERY) % WAYS.length] : undefined
    const older = english[(index * 7) % Math.max(english.length, 1)]
    files.push({ path: file.path, content: `${hideBy(file.content, way)}\n${repeated(index, older)}` })
    if (way === undefined) english.push(told)
    else hidden.push({ ...told, isWithdrawn: way.startsWith('withdrawn') })
  }
  return { files: files.map(file => withoutLinksTo(hidden, file)), hidden }
}

/** The corpus links stories to older ones. What a public story itself says of a hidden one, its address, would be no secret. */
function withoutLinksTo(hidden: readonly Told[], file: CorpusFile): CorpusFile {
  const { content } = file
  if (typeof content !== 'string') return file
  const addresses = new Set(hidden.map(({ address }) => address))
  return {
    ...file,
    content: content.replace(/\]\((\/[^)]*)\)/g, (link, to: string) => (addresses.has(to) ? '](/about/)' : link)),
  }
}

interface Told extends Omit<HiddenStory, 'isWithdrawn'> {
  readonly address: string
}

function toldBy(path: string, content: string): Told {
  const [, title = ''] = /^title: "(.*)"$/m.exec(content) ?? []
  const body = content.replace(/^---[\s\S]*?\n---\n/, '')
  const [sentence = ''] = /[A-Z][^.#|\n[\]]{60,200}\./.exec(body) ?? []
  return { path, title, sentence, address: `/${path.replace(/\.md$/, '')}/` }
}

function hideBy(content: string, way: string | undefined): string {
  if (way === undefined) return content
  return way.startsWith('date:') ? content.replace(/^date: .*$/m, way) : content.replace(/^title: /m, `${way}\ntitle: `)
}

/** What stories have in common, in one form or another. */
function repeated(index: number, older: Told | undefined): string {
  const random = seededRandom(SEED + index)
  const common = [REPORT, COMMUNITY, NEWSLETTER, OWN, BOILERPLATE].map(forms => random.pick(forms))
  const ofOlder = random.pick(OF_OLDER)
  return [...(older ? [ofOlder(older)] : []), ...common].map(part => `${part}\n`).join('\n')
}

type Forms<T = string> = readonly [T, ...T[]]

const REPORT_ADDRESS = 'https://reports.example.net/annual/harbour-authority/2025/'
const REPORT: Forms = [
  `Read [the annual report of the harbour authority](${REPORT_ADDRESS}) in full.`,
  `Read <a href="${REPORT_ADDRESS}">the annual report of the harbour authority</a> in full.`,
  `The annual report of the harbour authority: ${REPORT_ADDRESS}`,
  `Read the annual report of the harbour authority[^report] in full.\n\n[^report]: ${REPORT_ADDRESS}`,
]
const COMMUNITY: Forms = [
  '[Join the community of practice for harbour masters](https://communities.example.net/harbour-masters/join-us-today/)',
  '[Join the community of practice for harbour masters][join]\n\n[join]: https://communities.example.net/harbour-masters/join-us-today/ "Join the community"',
  '**[Join the community of practice for harbour masters](<https://communities.example.net/harbour-masters/join-us-today/>)** today.',
]
const NEWSLETTER: Forms = [
  `Subscribe to [all the feeds of this newsroom](${SITE}/feeds/).`,
  'Subscribe to [all the feeds of this newsroom](/feeds/).',
  `Subscribe to all the feeds of this newsroom: ${SITE}/feed.rss`,
]

/** Links to a public story, and quotations of it. */
const OF_OLDER: Forms<(older: Told) => string> = [
  ({ title, address }) => `See [${title}](${SITE}${address}).`,
  ({ title, address }) => `See [${title}](${address}).`,
  ({ title, address }) => `- <a href="${SITE}${address}">${title}</a>`,
  ({ sentence }) => `As we said then:\n\n> ${sentence}`,
  ({ title, sentence }) => `In “*${title}*” we said: ${sentence}`,
  ({ address }) => `More: ${SITE}${address}`,
  ({ title }) => `Seen as ${title} · Bench Newsroom`,
]

/** How the newsroom speaks of itself: as its pages do. */
const OWN: Forms = [
  `[Generated stories, for measuring](${SITE}/about/)`,
  'Published by Bench Newsroom. Generated text, free to use.',
  `All stories of [Bench Newsroom](${SITE}/) are generated.`,
  `Older stories: ${SITE}/archive/2015/`,
  'Follow News desk – Bench Newsroom in your reader.',
]
const BOILERPLATE: Forms = [
  'For more information, please write to the press desk of the newsroom at newsroom@example.org before noon.',
  '*For more information*, please write to the [press desk of the newsroom](mailto:newsroom@example.org) at newsroom@example.org before noon.',
  '**About the newsroom:** It writes generated stories for measuring, and nothing that anybody should believe.',
]
