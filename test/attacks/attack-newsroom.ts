import { articleFields } from '../../src/article/article-fields.ts'
import { SITE_FIELDS } from '../../src/config/site-fields.ts'
import { allAttacks } from '../markdown/attack-strings.ts'
import { PNG } from '../publish/broken-table.ts'
import { filledFields, type Leaf } from '../support/filled-fields.ts'
import type { Files } from '../support/newsroom.ts'

const FAMILIES: readonly (readonly string[])[] = [...Map.groupBy(allAttacks(), ({ family }) => family).values()].map(attacks =>
  attacks.map(({ markdown }) => markdown),
)

/** Deals attacks out: of each family one after the other, and to each field of one family after the other. */
class Dealer {
  readonly strings = new Set<string>()
  readonly dealt = new Map<string, number>()
  readonly #asked = new Map<string, number>()
  #count: number

  constructor(first: number) {
    this.#count = first
  }

  /** The next attack for what goes by this name. */
  next(name: string): { readonly family: number; readonly attack: string } {
    const asked = this.#asked.get(name) ?? 0
    this.#asked.set(name, asked + 1)
    const family = asked % FAMILIES.length
    const attacks = FAMILIES[family] ?? []
    return { family, attack: attacks[(this.#count++ * STEP) % attacks.length] ?? '' }
  }

  /** The next attack that a field takes, alone or behind what its example has; else that. */
  readonly fill = (leaf: Leaf): string => {
    const { family, attack } = this.next(leaf.name)
    const found = spellings(leaf, attack.replace(/\s*\n\s*/g, ' ')).find(leaf.accepts)
    if (found === undefined) return leaf.value
    this.strings.add(attack)
    const key = `${leaf.name} ${family}`
    this.dealt.set(key, (this.dealt.get(key) ?? 0) + 1)
    return found
  }

  /** Pictures of another host are shown where a body says so in plain words: none of those. */
  ofBody(): string {
    const attack = this.next('body').attack.replaceAll('\0', '')
    return attack.includes('elsewhere.example') ? this.ofBody() : attack
  }

  /** An attack as the name of a file. */
  fileName(number: number): string {
    return `${number} ${this.ofBody().replaceAll('\n', '').replaceAll('/', '\u2215').toWellFormed().slice(0, 60)}`
  }
}

// No family's number of attacks has it for a divisor: so all are dealt before one comes again.
const STEP = 7919

function spellings({ value }: Leaf, attack: string): readonly string[] {
  const [bare, path] = [attack.replace(/\s+/g, ''), `${value.replace(/\/$/, '')}/`]
  return [
    attack,
    `${value} ${attack}`,
    `${value}${attack}`,
    `${value}${bare}`,
    `${path}${attack.replaceAll('/', '')}/`,
    `${path}${encodeURI(bare.toWellFormed())}/`,
    `${bare}${value}`,
  ]
}

/** Fields that would keep the story from readers, or name what has to be there. */
const OF_STORIES: ReadonlySet<string> = new Set(['draft', 'date', 'expires', 'release', 'languages', 'lang'])
const OF_SITE: ReadonlySet<string> = new Set([
  'url',
  'idPrefix',
  'timezone',
  'lang',
  'languages',
  'pageSize',
  'archives',
  'search',
  'fonts',
  'colours',
  'logo',
  'image',
])

/** A newsroom whose stories and `site.yaml` have an attack in every text that takes one. */
export interface AttackNewsroom {
  readonly files: Files
  /** Attacks that are in its fields. */
  readonly strings: ReadonlySet<string>
  /** How often each family stands in a field, by `field family`. */
  readonly dealt: ReadonlyMap<string, number>
}

/** Makes one of this many stories. `first`: the number of the first, which says where the attacks begin. */
export function attackNewsroom(stories: number, first = 0): AttackNewsroom {
  const dealer = new Dealer(first * 101)
  const told = Array.from({ length: stories }, (_, index) => attackStory(first + index, dealer))
  const files = Object.assign({}, ...told.map(({ files }) => files))
  const site = siteYaml(
    dealer,
    told.map(({ texts }) => texts),
  )
  return { files: { ...files, 'site.yaml': site, 'static/logo.png': PNG }, strings: dealer.strings, dealt: dealer.dealt }
}

/** A story with attacks in its fields, its text, and the names of its files; and the names of its standing texts. */
function attackStory(number: number, dealer: Dealer): { readonly files: Files; readonly texts: readonly string[] } {
  const table = Object.entries(articleFields('UTC')).filter(([name]) => !OF_STORIES.has(name))
  const fields = filledFields(Object.fromEntries(table), dealer.fill)
  const [name, image, file] = [dealer.fileName(number), `${dealer.fileName(number)}.png`, `${dealer.fileName(number)}.pdf`]
  const all = {
    ...fields,
    date: '2026-05-01',
    id: `${number} ${fields.id}`,
    slug: number % 2 === 0 ? `${fields.slug}-${number}` : undefined,
    aliases: [`/${number}${[fields.aliases].flat()[0]}`],
    image: { ...Object(fields.image), src: image },
    attachments: [{ ...Object([fields.attachments].flat()[0]), src: file }],
    withdrawn: number % 5 === 0 ? fields.withdrawn : undefined,
  }
  // Of attacks in bodies many are refused, and with them the story: `test/markdown` has them all.
  const attack = number % 3 === 0 ? dealer.ofBody() : ''
  // A table and a note have words of the newsroom's beside them.
  const body = `Text[^1] with [a file](<${file}>) and ![an image](<${image}>).\n\n| a |\n| - |\n| b |\n\n${attack}\n\n[^1]: A note.\n`
  const lines = Object.entries(all).map(([field, value]) => (value === undefined ? '' : `${field}: ${inYaml(value)}\n`))
  return {
    files: { [`${name}.md`]: `---\n${lines.join('')}---\n\n${body}`, [image]: PNG, [file]: '%PDF-1.4' },
    texts: [fields.disclaimer, fields.boilerplate].map(String),
  }
}

/** A `site.yaml` with attacks in its fields, and in standing texts of these names. */
function siteYaml(dealer: Dealer, names: readonly (readonly string[])[]): string {
  const fields = filledFields(
    Object.fromEntries(Object.entries(SITE_FIELDS).filter(([name]) => !OF_SITE.has(name))),
    dealer.fill,
  )
  const texts = (index: number): unknown =>
    Object.fromEntries(names.map(each => [each[index], `x ${dealer.next('alt').attack}`]))
  const all = {
    ...fields,
    disclaimers: { ...Object(fields.disclaimers), ...Object(texts(0)) },
    boilerplates: { ...Object(fields.boilerplates), ...Object(texts(1)) },
    sections: undefined,
    logo: { src: '/logo.png', alt: `x ${dealer.next('alt').attack}` },
    image: { src: '/logo.png', alt: `x ${dealer.next('alt').attack}` },
    url: 'https://news.example.org',
    idPrefix: 'tag:news.example.org,2026:',
    timezone: 'UTC',
    lang: 'en',
  }
  const lines = Object.entries(all).flatMap(([field, value]) => (value === undefined ? [] : [`${field}: ${inYaml(value)}\n`]))
  return lines.join('')
}

/** Any value in YAML, in ASCII: what JSON has no need to escape, YAML may (YAML 1.2.2 §5.1). */
function inYaml(value: unknown): string {
  const json = value === undefined ? '' : JSON.stringify(value)
  return json.replace(/[\u007f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
