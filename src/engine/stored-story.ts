import type { Article } from '../model/article.ts'
import type { StoryDate } from '../model/instant.ts'

/** What is known of a story without reading it: of most stories this, with the date and the language, is all that lists and feeds ask. */
const SIGNS = ['isUpdated', 'isCorrected', 'isWithdrawn', 'isElsewhere', 'isLead', 'isReported'] as const

type Sign = (typeof SIGNS)[number]

/** How many bits the signs of a story take. */
export const SIGN_BITS = SIGNS.length

/** What is noted of a story in short, a bit for each. */
export function signsOf({ updated, corrections, withdrawn, canonical, lead, reported }: Article): number {
  const signs: Record<Sign, boolean> = {
    isUpdated: updated !== undefined,
    isCorrected: corrections.length > 0,
    isWithdrawn: withdrawn !== undefined,
    isElsewhere: canonical !== undefined,
    isLead: lead,
    isReported: reported !== undefined,
  }
  return SIGNS.reduce((sum, sign, bit) => sum | (Number(signs[sign]) << bit), 0)
}

/** Where a story that is stored is read. */
export interface StorySource {
  /** All of it. */
  readonly read: (story: StoredStory) => Article
  /** Its address and what it has in common with its other languages: sitemaps ask every story of a year. */
  readonly nameOf: (number: number) => StoryName
}

export type StoryName = Pick<Article, 'permalink' | 'story'>

const NONE: readonly never[] = []

/** A story of the last publish. It is read from the cache when somebody asks for more than its facts: a newsroom may have a million of them. */
export class StoredStory implements Article {
  readonly kind = 'article'
  readonly date: StoryDate
  readonly lang: string
  readonly lead: boolean
  readonly number: number
  readonly #signs: number
  readonly #source: StorySource
  #article: Article | undefined

  constructor(
    number: number,
    { date, lang, signs }: Pick<Article, 'date' | 'lang'> & { readonly signs: number },
    source: StorySource,
  ) {
    this.number = number
    this.date = date
    this.lang = lang
    this.#signs = signs
    this.lead = this.#has('isLead')
    this.#source = source
  }

  /** Whether it is stored there: its number says nothing elsewhere. */
  isFrom(source: StorySource): boolean {
    return this.#source === source
  }

  #has(sign: Sign): boolean {
    return (this.#signs & (1 << SIGNS.indexOf(sign))) !== 0
  }

  get #whole(): Article {
    this.#article ??= this.#source.read(this)
    return this.#article
  }

  /** Forgets what was read. */
  forget(): void {
    this.#article = undefined
  }

  /** As JSON it is what was written. */
  toJSON(): Article {
    return this.#whole
  }

  get updated(): Article['updated'] {
    return this.#has('isUpdated') ? this.#whole.updated : undefined
  }
  get corrections(): Article['corrections'] {
    return this.#has('isCorrected') ? this.#whole.corrections : NONE
  }
  get withdrawn(): Article['withdrawn'] {
    return this.#has('isWithdrawn') ? this.#whole.withdrawn : undefined
  }
  get canonical(): Article['canonical'] {
    return this.#has('isElsewhere') ? this.#whole.canonical : undefined
  }
  get reported(): Article['reported'] {
    return this.#has('isReported') ? this.#whole.reported : undefined
  }
  get path(): Article['path'] {
    return this.#whole.path
  }
  get id(): Article['id'] {
    return this.#whole.id
  }
  get story(): Article['story'] {
    return (this.#article ?? this.#source.nameOf(this.number)).story
  }
  get permalink(): Article['permalink'] {
    return (this.#article ?? this.#source.nameOf(this.number)).permalink
  }
  get aliases(): Article['aliases'] {
    return this.#whole.aliases
  }
  get title(): Article['title'] {
    return this.#whole.title
  }
  get summary(): Article['summary'] {
    return this.#whole.summary
  }
  get section(): Article['section'] {
    return this.#whole.section
  }
  get topics(): Article['topics'] {
    return this.#whole.topics
  }
  get authors(): Article['authors'] {
    return this.#whole.authors
  }
  get dateline(): Article['dateline'] {
    return this.#whole.dateline
  }
  get disclaimer(): Article['disclaimer'] {
    return this.#whole.disclaimer
  }
  get image(): Article['image'] {
    return this.#whole.image
  }
  get attachments(): Article['attachments'] {
    return this.#whole.attachments
  }
  get boilerplate(): Article['boilerplate'] {
    return this.#whole.boilerplate
  }
  get notes(): Article['notes'] {
    return this.#whole.notes
  }
  get contact(): Article['contact'] {
    return this.#whole.contact
  }
  get draft(): Article['draft'] {
    return this.#whole.draft
  }
  get expires(): Article['expires'] {
    return this.#whole.expires
  }
  get together(): Article['together'] {
    return this.#whole.together
  }
  get languages(): Article['languages'] {
    return this.#whole.languages
  }
  get source(): Article['source'] {
    return this.#whole.source
  }
  get ahead(): Article['ahead'] {
    return this.#whole.ahead
  }
}
