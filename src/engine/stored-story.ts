import type { Article } from '../model/article.ts'
import type { StoryDate } from '../model/instant.ts'

/** What is known of a story without reading it: of most stories this is all that lists and feeds ask. */
export interface StoryFacts {
  readonly date: StoryDate
  readonly lang: string
  readonly isUpdated: boolean
  readonly isCorrected: boolean
  readonly isWithdrawn: boolean
  readonly isElsewhere: boolean
  readonly isLead: boolean
  readonly isReported: boolean
}

/** What is noted of a story in short. */
export function factsOf({ date, lang, updated, corrections, withdrawn, canonical, lead, reported }: Article): StoryFacts {
  return {
    date,
    lang,
    isUpdated: updated !== undefined,
    isCorrected: corrections.length > 0,
    isWithdrawn: withdrawn !== undefined,
    isElsewhere: canonical !== undefined,
    isLead: lead,
    isReported: reported !== undefined,
  }
}

const NONE: readonly never[] = []

/** A story of the last publish. It is read from the cache when somebody asks for more than its facts: a newsroom may have a million of them. */
export class StoredStory implements Article {
  readonly kind = 'article'
  readonly date: StoryDate
  readonly lang: string
  readonly lead: boolean
  readonly #facts: StoryFacts
  readonly #read: () => Article
  #article: Article | undefined

  constructor(facts: StoryFacts, read: () => Article) {
    this.#facts = facts
    this.date = facts.date
    this.lang = facts.lang
    this.lead = facts.isLead
    this.#read = read
  }

  get #whole(): Article {
    this.#article ??= this.#read()
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
    return this.#facts.isUpdated ? this.#whole.updated : undefined
  }
  get corrections(): Article['corrections'] {
    return this.#facts.isCorrected ? this.#whole.corrections : NONE
  }
  get withdrawn(): Article['withdrawn'] {
    return this.#facts.isWithdrawn ? this.#whole.withdrawn : undefined
  }
  get canonical(): Article['canonical'] {
    return this.#facts.isElsewhere ? this.#whole.canonical : undefined
  }
  get reported(): Article['reported'] {
    return this.#facts.isReported ? this.#whole.reported : undefined
  }
  get path(): Article['path'] {
    return this.#whole.path
  }
  get id(): Article['id'] {
    return this.#whole.id
  }
  get story(): Article['story'] {
    return this.#whole.story
  }
  get permalink(): Article['permalink'] {
    return this.#whole.permalink
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
