import { SITE_YAML, story } from '../support/newsroom.ts'
import { PNG } from './broken-table.ts'
import { Random } from './random.ts'

// A newsroom to which anything may happen that happens to one. All of it is plain data: a step gives another newsroom.

/** The file of a story. */
interface StoryFile {
  readonly path: string
  /** Never changes: the story is known by it whatever its file says. */
  readonly number: number
  readonly fields: Readonly<Record<string, unknown>>
  readonly body: string
  /** Files that the body links to, and stories that are not there. */
  readonly links: readonly string[]
  /** A line of its front matter that is wrong; empty where none is. */
  readonly broken: string
}

/** A content folder at one moment. */
export interface ChangingNewsroom {
  readonly site: string
  readonly stories: readonly StoryFile[]
  /** Files of stories that were removed. */
  readonly lost: readonly StoryFile[]
  /** All other files, by path. */
  readonly others: ReadonlyMap<string, string | Uint8Array>
  /** The number of the next new story. */
  readonly next: number
  /** As it was one step earlier. */
  readonly before: ChangingNewsroom | undefined
}

/** One change. `value` chooses which, of what, and how. */
export interface Step {
  readonly kind: Kind
  readonly value: number
}

interface Change {
  readonly newsroom: ChangingNewsroom
  readonly value: number
  /** The instant of the publish that follows. */
  readonly asOf: number
}

const MINUTE = 60_000
const DAY = 1440 * MINUTE

/** What becomes of one field, or of two that belong together. Each changes a story that is there. */
const FIELD_CHANGES = {
  title: ({ number }, { value }) => ({ title: `Story ${number}, version ${value}` }),
  summary: ({ number }, { value }) => ({ summary: value % 3 === 0 ? undefined : `Summary ${value} of ${number}.` }),
  date: (_, { value }) => ({ date: dateOf(value) }),
  backdated: (_, { value }) => ({ date: `${2015 + (value % 11)}-0${1 + (value % 9)}-11` }),
  topics: ({ fields }, { value }) => ({ topics: others(TOPICS, fields.topics, value) }),
  section: ({ fields }, { value }) => ({ section: others(SECTIONS, fields.section, value) }),
  authors: ({ fields }, { value }) => ({ authors: others(AUTHORS, fields.authors, value) }),
  slug: ({ number }, { value }) => ({ slug: value % 3 === 0 ? undefined : `slug-${number}-${value % 5}` }),
  lang: ({ fields }, { value }) => ({ lang: fields.lang === undefined ? LANGUAGES[value % LANGUAGES.length] : undefined }),
  id: ({ number }, { value }) => ({ id: value % 3 === 0 ? undefined : `urn:x:${number}` }),
  draft: ({ fields }) => ({ draft: fields.draft ? undefined : true }),
  embargo: (_, { value, asOf }) => ({ date: instant(asOf + (1 + (value % 5)) * 12 * MINUTE) }),
  expires: (_, { value, asOf }) => ({
    expires: value % 4 === 0 ? undefined : instant(asOf + ((value % 7) - 1) * 12 * MINUTE),
  }),
  updated: (_, { value, asOf }) => ({
    updated: value % 4 === 0 ? undefined : { date: instant(asOf - (value % 3) * MINUTE), note: `Note ${value}.` },
  }),
  corrections: (_, { value, asOf }) => ({
    corrections: [1, 2, 3].slice(0, value % 4).map(ago => ({ date: instant(asOf - ago * MINUTE), note: `Correction ${ago}.` })),
  }),
  withdrawn: ({ fields }, { value, asOf }) => ({
    withdrawn: fields.withdrawn ? undefined : { date: instant(asOf), reason: `Reason ${value}.` },
  }),
  together: ({ fields }) => ({ release: fields.release ? undefined : 'together' }),
  aliases: ({ number }, { value }) => ({ aliases: value % 3 === 0 ? [] : [`/old/${number}/`, `/older/${value % 4}/`] }),
  image: ({ number }, { value }) => ({
    image: value % 3 === 0 ? undefined : { src: '/dot.png', alt: `Dot ${number}`, caption: `Caption ${value}` },
  }),
  attachments: (_, { value }) => ({
    attachments: value % 3 === 0 ? undefined : [{ src: '/report.txt', title: `Report ${value}` }],
  }),
  lead: ({ fields }) => ({ lead: fields.lead ? undefined : true }),
  notes: (_, { value }) => ({ notes: [`Note to editors ${value}`], dateline: `Port ${value % 3}` }),
  canonical: ({ number, fields }) => ({ canonical: fields.canonical ? undefined : `https://www.example.net/${number}` }),
} as const satisfies Record<string, (file: StoryFile, change: Change) => Readonly<Record<string, unknown>>>

/** What else becomes of a story's file. */
const FILE_CHANGES = {
  body: (_, { value }) => ({ body: `Text ${value}.` }),
  link: ({ links }, { newsroom, value }) => ({
    links: links.length > 0 && value % 3 === 0 ? links.slice(1) : [...links, linkTarget(newsroom, value)],
  }),
  break: (_, change) => ({ broken: breakOf(change) }),
  rename: (file, { value }) => ({ path: `moved/s${file.number}-${value % 100}${languageIn(file)}.md` }),
  renameEdited: (file, { value }) => ({
    path: `moved/e${file.number}-${value % 100}${languageIn(file)}.md`,
    body: `Another text ${value}.`,
  }),
} as const satisfies Record<string, (file: StoryFile, change: Change) => Partial<StoryFile>>

/** What becomes of the newsroom but of a story that is there. */
const NEWSROOM_CHANGES = {
  add: change => withStories(change.newsroom, [...change.newsroom.stories, newStory(change)], 1),
  remove: removed,
  /** A new story that its author saves with an error. */
  addBroken: change =>
    withStories(change.newsroom, [...change.newsroom.stories, { ...newStory(change), broken: breakOf(change) }], 1),
  /** A story is edited while it cannot be read. */
  editBroken: change => {
    const { newsroom, value } = change
    const broken = newsroom.stories.filter(file => file.broken !== '')
    const file = broken[value % Math.max(broken.length, 1)]
    const edited = (each: StoryFile): StoryFile => ({ ...each, broken: breakOf(change), body: `Text ${value}.` })
    return withStories(
      newsroom,
      newsroom.stories.map(each => (each === file ? edited(each) : each)),
    )
  },
  /** As `remove`, and nobody confirms it. */
  vanish: removed,
  /** The file of such a story is back, at times with other words. */
  comeBack: ({ newsroom, value }) => {
    const { lost } = newsroom
    const file = lost[value % Math.max(lost.length, 1)]
    if (!file || newsroom.stories.some(({ path }) => path === file.path)) return newsroom
    const back = value % 3 === 0 ? { ...file, body: `Text ${value}.` } : file
    return { ...newsroom, stories: [...newsroom.stories, back], lost: lost.filter(each => each !== file) }
  },
  repair: ({ newsroom }) =>
    withStories(
      newsroom,
      newsroom.stories.map(file => (file.broken === '' ? file : { ...file, broken: '' })),
    ),
  pageAdd: ({ newsroom, value }) => withOther(newsroom, `pages/page-${value % 5}.md`, standingPage(value)),
  pageEdit: ({ newsroom, value }) => withOther(newsroom, 'pages/about.md', standingPage(value)),
  pageBreak: ({ newsroom, value }) => {
    const pages = [...newsroom.others.keys()].filter(path => path.startsWith('pages/'))
    return withOther(newsroom, pages[value % pages.length] ?? 'pages/new.md', `---\ntitle: [ ${value}\n---\n\nAbout us.\n`)
  },
  pageRemove: ({ newsroom, value }) => {
    const pages = [...newsroom.others.keys()].filter(path => path.startsWith('pages/page-'))
    return withoutOther(newsroom, pages[value % Math.max(pages.length, 1)])
  },
  fileEdit: ({ newsroom, value }) => {
    if (value % 2 === 0) return withOther(newsroom, 'report.txt', `Report ${value}.\n`)
    // What follows the end of an image means nothing.
    return withOther(newsroom, 'dot.png', Buffer.concat([PNG, Buffer.from(`${value}`)]))
  },
  /** A file that stories name comes or goes. */
  fileAway: ({ newsroom }) =>
    newsroom.others.has('report.txt')
      ? withoutOther(newsroom, 'report.txt')
      : withOther(newsroom, 'report.txt', 'Report, again.\n'),
  siteEdit: ({ newsroom, value }) => ({
    ...newsroom,
    site: newsroom.site
      .replace(/^pageSize: .*$/m, `pageSize: ${2 + (value % 3)}`)
      .replace(/title: Tariffs.*/, `title: Tariffs ${value} }`),
  }),
  several: (change): ChangingNewsroom => {
    const random = new Random(change.value)
    return Array.from({ length: random.between(2, 5) }).reduce<ChangingNewsroom>(
      newsroom => apply(random.pick(ONE_FILE_KINDS), { ...change, newsroom, value: random.between(0, 999) }),
      change.newsroom,
    )
  },
  undo: ({ newsroom }) => newsroom.before ?? newsroom,
  /** No file changes: the next thing comes due. */
  time: ({ newsroom }) => newsroom,
  /** Another process publishes from now on. */
  restart: ({ newsroom }) => newsroom,
} as const satisfies Record<string, (change: Change) => ChangingNewsroom>

/** The name of a kind of change. */
export type Kind = keyof typeof FIELD_CHANGES | keyof typeof FILE_CHANGES | keyof typeof NEWSROOM_CHANGES

const FIELD_KINDS = keysOf(FIELD_CHANGES)
const FILE_KINDS = keysOf(FILE_CHANGES)

/** Every kind of change. */
export const KINDS: readonly Kind[] = [...FIELD_KINDS, ...FILE_KINDS, ...keysOf(NEWSROOM_CHANGES)]

/** Kinds after which a newsroom may have an error that stays until it is repaired. */
export const TROUBLING: ReadonlySet<Kind> = new Set<Kind>([
  'slug',
  'lang',
  'id',
  'aliases',
  'break',
  'addBroken',
  'editBroken',
  'pageBreak',
  'repair',
  'renameEdited',
  'vanish',
  'comeBack',
  'fileAway',
  'several',
  'undo',
])

const ONE_FILE_KINDS: readonly Kind[] = [
  ...FIELD_KINDS,
  'body',
  'link',
  'rename',
  'add',
  'pageEdit',
  'pageAdd',
  'fileEdit',
  'fileAway',
]

/** Steps of these kinds: each kind comes as often as the others, in an order that the seed gives. */
export function stepsOf(
  kinds: readonly Kind[],
  { seed, rounds }: { readonly seed: number; readonly rounds: number },
): readonly Step[] {
  const random = new Random(seed)
  return Array.from({ length: rounds }).flatMap(() =>
    kinds
      .map(kind => ({ kind, value: random.between(0, 9999), order: random.next() }))
      .sort((a, b) => a.order - b.order)
      .map(({ kind, value }) => ({ kind, value })),
  )
}

/** The newsroom after a step. */
export function afterStep(newsroom: ChangingNewsroom, { kind, value }: Step, asOf: number): ChangingNewsroom {
  return { ...apply(kind, { newsroom, value, asOf }), before: newsroom }
}

/** The files of a newsroom, by path. */
export function filesOf({ site, stories, others }: ChangingNewsroom): ReadonlyMap<string, string | Uint8Array> {
  return new Map([['site.yaml', site], ...others, ...stories.map(file => [file.path, sourceOf(file)] as const)])
}

/** A newsroom of stories of several years, some of one minute, some in two languages. */
export function firstNewsroom(seed: number, stories = 24): ChangingNewsroom {
  const random = new Random(seed)
  const empty: ChangingNewsroom = {
    site: siteYaml({ pageSize: random.between(2, 4), allArchives: seed % 2 === 1, declares: seed % 3 !== 0 }),
    stories: [],
    lost: [],
    others: new Map<string, string | Uint8Array>([
      ['dot.png', PNG],
      ['report.txt', 'Report.\n'],
      ['pages/about.md', standingPage(0)],
    ]),
    next: 0,
    before: undefined,
  }
  let newsroom = empty
  while (newsroom.stories.length < stories)
    newsroom = afterStep(newsroom, { kind: 'add', value: random.between(0, 9999) }, Date.UTC(2026, 5, 1))
  return newsroom
}

function apply(kind: Kind, change: Change): ChangingNewsroom {
  const { newsroom, value } = change
  if (isIn(NEWSROOM_CHANGES, kind)) return NEWSROOM_CHANGES[kind](change)
  const file = newsroom.stories[Math.floor(value / 7) % Math.max(newsroom.stories.length, 1)]
  if (!file) return newsroom
  const changed = isIn(FILE_CHANGES, kind)
    ? { ...file, ...FILE_CHANGES[kind](file, change) }
    : { ...file, fields: { ...file.fields, ...FIELD_CHANGES[kind](file, change) } }
  return withStories(
    newsroom,
    newsroom.stories.map(each => (each === file ? changed : each)),
  )
}

function removed({ newsroom, value }: Change): ChangingNewsroom {
  const gone = newsroom.stories[value % Math.max(newsroom.stories.length, 1)]
  const stories = newsroom.stories.filter(file => file !== gone)
  return { ...newsroom, stories, lost: [...newsroom.lost, ...(gone ? [gone] : [])] }
}

/** In English, in French alone, or the translation of a story that has none yet. */
function newStory({ newsroom, value }: Change): StoryFile {
  const { stories, next } = newsroom
  const paths = new Set(stories.map(({ path }) => path))
  const alone = stories.find(({ path }) => !path.endsWith('.fr.md') && !paths.has(path.replace(/md$/, 'fr.md')))
  const ways = [newPath(next), newPath(next), alone?.path.replace(/md$/, 'fr.md') ?? newPath(next), newPath(next, '.fr')]
  return {
    path: ways[value % ways.length] ?? newPath(next),
    number: next,
    fields: {
      title: `Story ${next}`,
      date: dateOf(value),
      topics: TOPICS[value % TOPICS.length],
      section: SECTIONS[value % SECTIONS.length],
      authors: AUTHORS[value % AUTHORS.length],
      summary: value % 2 === 0 ? `Summary of ${next}.` : undefined,
    },
    body: `Words ${['quay', 'ship', 'rail', 'crane', 'rope'].map(word => `${word}${next}`).join(' ')} of this story alone.`,
    links: value % 3 === 0 ? [linkTarget(newsroom, value)] : [],
    broken: '',
  }
}

function newPath(number: number, language: '' | '.fr' = ''): string {
  return `2026/s${number}${language}.md`
}

/** A story that is there, a page, or the next new story, which is not there yet. */
function linkTarget({ stories, next }: ChangingNewsroom, value: number): string {
  const targets = [...stories.map(({ path }) => path), 'pages/about.md', newPath(next)]
  return targets[value % targets.length] ?? newPath(next)
}

function languageIn({ path }: StoryFile): string {
  return path.endsWith('.fr.md') ? '.fr' : ''
}

function breakOf({ value }: Change): string {
  return BREAKS[value % BREAKS.length] ?? ''
}

function sourceOf({ fields, body, links, broken }: StoryFile): string {
  const linked = links.map(path => `See [another](/${path}).\n`)
  const source = story(fields, [`${body}\n`, ...linked].join('\n'))
  return broken === '' ? source : source.replace('---\n', `---\n${broken}\n`)
}

function standingPage(value: number): string {
  return `---\ntitle: Page ${value % 3}\n---\n\nAbout us, ${value}.\n`
}

function withStories(newsroom: ChangingNewsroom, stories: readonly StoryFile[], added = 0): ChangingNewsroom {
  return { ...newsroom, stories, next: newsroom.next + added }
}

function withOther(newsroom: ChangingNewsroom, path: string, content: string | Uint8Array): ChangingNewsroom {
  return { ...newsroom, others: new Map([...newsroom.others, [path, content]]) }
}

function withoutOther(newsroom: ChangingNewsroom, path: string | undefined): ChangingNewsroom {
  return { ...newsroom, others: new Map([...newsroom.others].filter(([each]) => each !== path)) }
}

/** Days of several years, days of the last weeks, and a minute that several stories share. */
function dateOf(value: number): string {
  const kind = value % 4
  if (kind === 0) return '2026-05-20T09:00:00Z'
  if (kind === 1) return `2026-05-${String(1 + (value % 28)).padStart(2, '0')}`
  if (kind === 2) return `${2021 + (value % 5)}-${String(1 + (value % 12)).padStart(2, '0')}-15`
  return instant(Date.UTC(2026, 5, 1) - (value % 40) * DAY)
}

function instant(at: number): string {
  return new Date(at).toISOString()
}

/** Another of these than it is now. */
function others<Value>(values: readonly Value[], now: unknown, value: number): Value | undefined {
  const left = values.filter(each => JSON.stringify(each) !== JSON.stringify(now))
  return left[value % left.length]
}

function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] {
  const isKey = (key: string): key is Key => Object.hasOwn(table, key)
  return Object.keys(table).filter(isKey)
}

function isIn<Table extends object>(table: Table, key: PropertyKey): key is keyof Table {
  return Object.hasOwn(table, key)
}

/** YAML that cannot be read, a field that cannot, a field that nobody knows, a file that is not there. */
const BREAKS: readonly string[] = ['broken: [', 'contact: 7', 'sumary: x', 'disclaimer: unknown', 'lang: 12']

const LANGUAGES: readonly string[] = ['fr', 'fr', 'de', 'pt-BR']

const TOPICS: readonly (readonly string[])[] = [['ports'], ['ports', 'Tariffs'], ['Rails'], ['Rails', 'rails'], []]
const SECTIONS: readonly (string | undefined)[] = ['Transport', 'Trade', undefined]
const AUTHORS: readonly (readonly string[])[] = [['desk'], ['desk', 'A. Writer'], []]

interface SiteYaml {
  readonly pageSize: number
  readonly allArchives: boolean
  /** Whether it declares its languages. */
  readonly declares: boolean
}

function siteYaml({ pageSize, allArchives, declares }: SiteYaml): string {
  return `${SITE_YAML}${declares ? 'languages: [en, fr]\n' : ''}disclaimers: { standing: A standing disclaimer. }
boilerplates: { office: About the office. }
sections:
  Transport: { disclaimer: standing, boilerplate: office }
topics:
  ports: { title: Ports, description: Where ships lie. }
  tariffs: { title: Tariffs }
authors:
  desk: { name: News desk, email: desk@news.example.org }
navigation:
  - { label: News, href: / }
  - { label: About, href: /about/ }
redirects: { /former-about/: /about/, /former/: /2026/s0/ }
pageSize: ${pageSize}
${allArchives ? 'archives: all\n' : ''}search: false
demonstration: true
`
}
