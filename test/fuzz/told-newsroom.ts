import fc from 'fast-check'
import { anyMarkdown } from '../markdown/sample-bodies.ts'

/** What one story says now. Its number never changes; its version does whenever its words do. */
export interface Told {
  readonly number: number
  readonly version: number
  readonly folder: '' | '2026/' | 'a/b/'
  readonly lang: '' | '.fr'
  readonly draft: boolean
  /** All in hours from noon of 1 June 2026. */
  readonly date: number
  readonly expiresAfter: number | undefined
  readonly updated: number | undefined
  readonly corrected: readonly number[]
  readonly withdrawn: number | undefined
  readonly together: boolean
  readonly topics: readonly string[]
  readonly ownTopic: boolean
  readonly section: boolean
  readonly author: boolean
  readonly slug: boolean
  readonly alias: boolean
  readonly ownId: boolean
  readonly lead: boolean
  readonly image: boolean
  readonly summary: boolean
  readonly noise: string
  readonly body: string
  /** The story that the text links to. */
  readonly names: number
  readonly broken: string
}

/** What an author may choose. */
type Choices = Omit<Told, 'number' | 'version'>

/** A thing that happens to a newsroom before it is published again. */
export interface Step {
  readonly kind: 'edit' | 'body' | 'rename' | 'remove' | 'add' | 'nothing'
  readonly which: number
  readonly other: Choices
  /** Which of its fields the story takes over. */
  readonly fields: readonly (keyof Choices)[]
  /** The instant of the publish, in hours. */
  readonly at: number
}

/** The life of a newsroom: what is there at first, and what becomes of it. */
export interface Life {
  readonly first: readonly Choices[]
  readonly steps: readonly Step[]
}

const NOON = Date.UTC(2026, 5, 1, 12)
const HOUR = 3_600_000

const anyHour = fc.integer({ min: -60, max: 60 })
const rarely = { freq: 5, nil: undefined }

/** Any text, and the strings that take feeds and pages apart. */
const anyNoise = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    ']]>',
    '<![CDATA[',
    '&amp;',
    '&#0;',
    '</title><script>',
    '"\'`',
    '--><!--',
    '\u0000\u001b',
    '\ud800',
    '\ufffe',
    '\u202e',
    '\r\n\t\u2028',
    '{{x}}',
    '%00',
    '\\',
    '|',
    '# a',
    '012',
  ),
)

const BREAKS = ['', '', '', '', '', '', '', '', '', 'lead: perhaps', 'date: 3rd May', 'sumary: x', 'title: [', '---js']

const anyChoices: fc.Arbitrary<Choices> = fc.record({
  folder: fc.constantFrom('', '2026/', 'a/b/'),
  lang: fc.constantFrom('', '', '', '.fr'),
  draft: fc.constantFrom(false, false, false, true),
  date: anyHour,
  expiresAfter: fc.option(fc.integer({ min: 1, max: 80 }), rarely),
  updated: fc.option(anyHour, rarely),
  corrected: fc.array(anyHour, { maxLength: 2 }),
  withdrawn: fc.option(anyHour, rarely),
  together: fc.constantFrom(false, false, false, false, true),
  topics: fc.subarray(['x', 'y']),
  ownTopic: fc.boolean(),
  section: fc.boolean(),
  author: fc.boolean(),
  slug: fc.boolean(),
  alias: fc.boolean(),
  ownId: fc.constantFrom(false, false, true),
  lead: fc.boolean(),
  image: fc.boolean(),
  summary: fc.boolean(),
  noise: anyNoise,
  body: fc.oneof({ weight: 2, arbitrary: fc.constant('') }, { weight: 1, arbitrary: anyMarkdown }),
  names: fc.nat(7),
  broken: fc.constantFrom(...BREAKS),
})

const FIELDS: readonly (keyof Choices)[] = [
  'lang',
  'draft',
  'date',
  'expiresAfter',
  'updated',
  'corrected',
  'withdrawn',
  'together',
  'topics',
  'ownTopic',
  'section',
  'author',
  'slug',
  'alias',
  'lead',
  'image',
  'summary',
  'noise',
  'names',
  'broken',
]

const anyStep: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('edit', 'edit', 'edit', 'body', 'body', 'rename', 'remove', 'add', 'nothing'),
  which: fc.nat(20),
  other: anyChoices,
  fields: fc.subarray([...FIELDS], { minLength: 1, maxLength: 4 }),
  at: anyHour,
})

/** Any life of at most this many steps after the first publish. */
export function anyLife(steps: number): fc.Arbitrary<Life> {
  return fc.record({
    first: fc.array(anyChoices, { minLength: 1, maxLength: 5 }),
    steps: fc.array(anyStep, { minLength: 1, maxLength: steps }),
  })
}

/** The instant that is so many hours from noon of 1 June 2026. */
export function instantOf(hours: number): number {
  return NOON + hours * HOUR
}

/** Stories by their number. */
export type ToldNewsroom = ReadonlyMap<number, Told>

/** The newsroom as it is at first. */
export function firstNewsroom({ first }: Life): ToldNewsroom {
  return new Map(first.map((choices, number) => [number, { ...choices, number, version: 0 }]))
}

/** The newsroom after a step. A rename keeps the bytes of the file, so that its story is known again. */
export function afterStep(told: ToldNewsroom, { kind, which, other, fields }: Step, newest: number): ToldNewsroom {
  if (kind === 'add') return new Map([...told, [newest, { ...other, number: newest, version: 0 }]])
  const story = [...told.values()][which % Math.max(1, told.size)]
  if (!story || kind === 'nothing') return told
  if (kind === 'remove') return new Map([...told].filter(([number]) => number !== story.number))
  if (kind === 'rename')
    return new Map([...told, [story.number, { ...story, folder: story.folder === 'a/b/' ? '2026/' : 'a/b/' }]])
  const version = story.version + 1
  const taken = kind === 'body' ? { body: other.body } : Object.fromEntries(fields.map(field => [field, other[field]]))
  return new Map([...told, [story.number, { ...story, ...taken, version }]])
}

/** Where a story's file stands. */
export function pathOf({ folder, number, lang }: Told): string {
  return `${folder}s${number}${lang}.md`
}

/** Parts of a story that become public, and cease to be, together. */
type Part = 'head' | 'rest' | 'update' | 'reason' | `correction${number}`

/** The word that stands for a part of a version of a story, which nobody would write. */
export function wordOf({ number, version }: Told, part: Part): string {
  return `zqs${number}v${version}${part}kv`
}

/** Every such word. */
export const WORD: RegExp = /zqs\d+v\d+[a-z]+\d*kv/g

/** The file of a story, in ASCII: YAML that any text survives. */
export function sourceOf(told: Told): string {
  const text = (part: Part, more = ''): string => `${told.noise}${more} ${wordOf(told, part)}`
  const fields = {
    title: text('head'),
    date: dateOf(told.date),
    summary: told.summary ? text('rest') : undefined,
    draft: told.draft || undefined,
    expires: told.expiresAfter === undefined ? undefined : dateOf(told.date + told.expiresAfter),
    updated: told.updated === undefined ? undefined : { date: dateOf(told.updated), note: text('update') },
    corrections: told.corrected.map((hours, index) => ({ date: dateOf(hours), note: text(`correction${index}`) })),
    withdrawn: told.withdrawn === undefined ? undefined : { date: dateOf(told.withdrawn), reason: text('reason') },
    release: told.together ? 'together' : undefined,
    topics: [...told.topics, ...(told.ownTopic ? [wordOf(told, 'head')] : [])],
    section: told.section ? `Section ${told.number % 2}` : undefined,
    authors: told.author ? [`Author ${wordOf(told, 'head')}`] : [],
    slug: told.slug ? `slug-${told.number}` : undefined,
    aliases: told.alias ? [`/old/${told.number}/`] : [],
    id: told.ownId ? `urn:x:${told.number}` : undefined,
    lead: told.lead || undefined,
    image: told.image ? { src: '/dot.png', alt: text('rest'), caption: text('rest') } : undefined,
    dateline: text('rest'),
    notes: [text('rest')],
  }
  const lines = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${inYaml(value)}\n`]))
  const opening = told.broken.startsWith('---') ? told.broken : '---'
  const more = told.broken === '' || opening !== '---' ? '' : `${told.broken}\n`
  return `${opening}\n${lines.join('')}${more}---\n\nText ${wordOf(told, 'rest')}.\n\n${told.body}\n\nSee [another](/s${told.names}.md).\n`
}

function dateOf(hours: number): string {
  return new Date(instantOf(hours)).toISOString()
}

function inYaml(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Whether a story is public, by its own dates alone; one that waits for others may not be. */
function isDue({ draft, date, expiresAfter }: Told, at: number): boolean {
  return !draft && date <= at && (expiresAfter === undefined || date + expiresAfter > at)
}

/** The words of a story that readers may meet. */
export function publicWords(told: Told, at: number): readonly string[] {
  if (!isDue(told, at)) return []
  if (told.withdrawn !== undefined && told.withdrawn <= at) return (['head', 'reason'] as const).map(part => wordOf(told, part))
  const parts: readonly Part[] = [
    'head',
    'rest',
    ...(told.updated !== undefined && told.updated <= at ? (['update'] as const) : []),
    ...told.corrected.flatMap((hours, index) => (hours <= at ? [`correction${index}` as const] : [])),
  ]
  return parts.map(part => wordOf(told, part))
}
