import { date } from '../fields/read-date.ts'
import {
  email,
  type Field,
  type Fields,
  type FieldTable,
  flag,
  group,
  language,
  languages,
  list,
  text,
  url,
} from '../fields/readers.ts'
import { patternSchema } from '../fields/schema.ts'
import { quote, type Reader, reader } from '../fields/slot.ts'
import type { Attachment, Contact, Correction, Update, Withdrawal } from '../model/article.ts'
import type { StoryDate } from '../model/instant.ts'
import { alias, id, replacement, slug } from './address-readers.ts'

const IMAGE_FIELDS = {
  src: { read: text(), required: true, about: 'The image file, kept beside the article.', example: 'harbour.jpg' },
  alt: {
    read: text({ max: 500 }),
    emptyMeans: 'if it only decorates',
    about: 'What the image shows, for those who cannot see it.',
    example: 'Two flags in front of the conference centre',
  },
  credit: { read: text({ max: 200 }), about: 'Who made it.', example: 'Courant' },
  caption: { read: text({ max: 500 }), about: 'What stands beneath it.', example: 'The building on the day of the signing.' },
} as const satisfies FieldTable

const RELEASE_REMEDY = 'write together, or remove the line'

const release = reader<'together'>(patternSchema(/^together$/, RELEASE_REMEDY), slot =>
  slot.value === 'together'
    ? 'together'
    : slot.mistake({ message: `cannot read ${quote(slot.value)} as a way to release it`, remedy: RELEASE_REMEDY }),
)

const ATTACHMENT_FIELDS = {
  src: { read: text(), required: true, about: 'The file.', example: 'report.pdf' },
  title: { read: text({ max: 200 }), required: true, about: 'What readers see.', example: 'The report' },
} as const satisfies FieldTable

const readAttachment = group(ATTACHMENT_FIELDS)

/** The path is still as it was written: relative to the article. */
const attachment = reader<Attachment>(readAttachment.schema, slot => {
  const read = readAttachment(slot)
  return read?.src === undefined || read.title === undefined ? undefined : { path: read.src, title: read.title }
})

const PHONE = /^\+?(?=(?:\D*\d){3})[\d\s()./-]{3,40}$/
const PHONE_REMEDY = 'write it with its country: +41 22 739 51 11'

const phone = reader<string>({ type: ['string', 'number'] }, slot =>
  typeof slot.value === 'string' && PHONE.test(slot.value)
    ? slot.value.trim()
    : slot.mistake({ message: `cannot read ${quote(slot.value)} as a telephone number`, remedy: PHONE_REMEDY }),
)

const CONTACT_FIELDS = {
  name: { read: text({ max: 200 }), required: true, about: 'Who answers.', example: 'Press office' },
  email: { read: email, about: 'Their address, published.', example: 'press@example.org' },
  phone: { read: phone, about: 'Their number, published.', example: '+41 22 739 51 11' },
} as const satisfies FieldTable

const readContact = group(CONTACT_FIELDS)

const contact = reader<Contact>(readContact.schema, slot => {
  const fields = readContact(slot)
  return fields?.name === undefined ? undefined : { name: fields.name, email: fields.email, phone: fields.phone }
})

/**
 * How many items these lists may have. Each topic and author has a page and feeds, each of which names all of them again, so a story's
 * files grow with the square; each alias is a file, and each correction an entry in the feeds of changes.
 */
export const MOST = { topics: 50, authors: 20, aliases: 200, corrections: 100 } as const

/** Every field of an article's front matter: drives the reading, the messages and the authors' guide. `day` reads its dates. */
export function articleFields(timezone: string, day: Reader<StoryDate> = date(timezone)) {
  return {
    title: {
      read: text({ max: 300 }),
      required: true,
      about: 'The headline.',
      example: 'Kazakhstan concludes its WTO accession negotiations',
    },
    date: {
      read: day,
      required: true,
      about: 'When the story is out. In the future: nothing of it is published before.',
      example: '2026-05-03T09:00+02:00',
    },
    updated: {
      read: update(day),
      about: 'A change that readers should notice: its date and a note. Without a note nothing resurfaces.',
      example: '{ date: 2026-05-04, note: Adds the vote. }',
    },
    summary: {
      read: text({ max: 1000 }),
      about: 'One or two sentences for lists and feeds. Without it, the first paragraph.',
      example: 'The Working Party has agreed on the terms.',
    },
    lang: { read: language, about: 'The language, when neither the file name nor the newsroom says it.', example: 'fr' },
    section: { read: text({ max: 100 }), about: 'The part of the newsroom it belongs to.', example: 'Accessions' },
    topics: {
      read: list(text({ max: 100 }), { max: MOST.topics }),
      about: `What it is about; each topic has a page and feeds. ${MOST.topics} at most.`,
      example: '[Accessions, Goods]',
    },
    authors: {
      read: list(text({ max: 200 }), { max: MOST.authors }),
      about: `Who signs it: names, or short names from site.yaml. ${MOST.authors} at most.`,
      example: '[Newsroom]',
    },
    dateline: { read: text({ max: 200 }), about: 'Where it was written, set before the text.', example: 'Geneva' },
    disclaimer: {
      read: text({ max: 100 }),
      about: "The name of a standing disclaimer in site.yaml; none leaves its section's out.",
      example: 'news-story',
    },
    image: {
      read: group(IMAGE_FIELDS),
      about: 'The main image: src, alt, credit, caption.',
      example: '{ src: harbour.jpg, alt: The harbour at dawn }',
    },
    attachments: {
      read: list(attachment),
      about: 'Files to take away, kept beside the article: src and title of each.',
      example: '[{ src: report.pdf, title: The report }]',
    },
    boilerplate: {
      read: text({ max: 100 }),
      about: "The name of a text on who publishes, in site.yaml; none leaves its section's out.",
      example: 'about-us',
    },
    notes: {
      read: list(text({ max: 2000 })),
      about: 'Notes to editors, below the text.',
      example: '[Pictures of the signing are free to use.]',
    },
    contact: {
      read: contact,
      about: 'Whom the press may ask: name, email, phone.',
      example: '{ name: Press office, email: press@example.org }',
    },
    corrections: {
      read: list(correction(day), { max: MOST.corrections }),
      about: `Mistakes that were put right: date and note of each. Shown above the text and told to subscribers. ${MOST.corrections} at most.`,
      example: '[{ date: 2026-05-05, note: The vote was on 4 May. }]',
    },
    withdrawn: {
      read: withdrawal(day),
      about: 'Takes the story back: date, reason and, where there is one, replacement. The notice stands in its place.',
      example: '{ date: 2026-05-06, reason: Published in error. }',
    },
    canonical: { read: url, about: 'Where it was first published, when not here.', example: 'https://www.example.org/story' },
    lead: { read: flag, about: 'Leads the front page until a newer lead does.', example: 'true' },
    slug: { read: slug, about: 'The last part of its address, in place of the file name.', example: 'accession-package' },
    aliases: {
      read: list(alias, { max: MOST.aliases }),
      about: `Addresses it had before, ${MOST.aliases} at most.`,
      example: '[/old/address/]',
    },
    id: {
      read: id,
      about: 'What feed readers know it by. Never change it.',
      example: 'tag:newsroom.example.org,2026:accession',
    },
    draft: { read: flag, about: 'True: never published.', example: 'true' },
    expires: { read: day, about: 'When it is taken out again.', example: '2026-12-31' },
    release: {
      read: release,
      about: 'together: it is held until it is ready in all its languages.',
      example: 'together',
    },
    languages: {
      read: languages,
      about: "The languages that it is to have, when not the newsroom's.",
      example: '[en, fr]',
    },
  } as const satisfies FieldTable
}

/** Fields of a standing page. */
export const STANDING_FIELDS = {
  title: { read: text({ max: 300 }), required: true, about: 'The heading of the page.', example: 'About' },
  summary: { read: text({ max: 1000 }), about: 'What search engines show.', example: 'Who we are.' },
  lang: { read: language, about: 'The language.', example: 'fr' },
  slug: { read: slug, about: 'The last part of its address, in place of the file name.', example: 'about-us' },
  draft: { read: flag, about: 'True: never published.', example: 'true' },
} as const satisfies FieldTable

export type ArticleFields = Fields<ReturnType<typeof articleFields>>

function update(day: Reader<StoryDate>): Reader<Update> {
  const withNote = group({
    date: { read: day, required: true, about: 'When it was changed.', example: '2026-05-04' } satisfies Field<unknown>,
    note: {
      read: text({ max: 1000 }),
      about: 'What changed, for readers.',
      example: 'Adds the vote.',
    } satisfies Field<unknown>,
  })
  return reader({ anyOf: [day.schema, withNote.schema] }, slot => {
    if (slot.value instanceof Map) {
      const read = withNote(slot)
      return read?.date && { date: read.date, note: read.note }
    }
    const at = day(slot)
    return at && { date: at, note: undefined }
  })
}

function correction(day: Reader<StoryDate>): Reader<Correction> {
  const read = group({
    date: {
      read: day,
      required: true,
      about: 'When it was put right.',
      example: '2026-05-05',
    } satisfies Field<unknown>,
    note: {
      read: text({ max: 1000 }),
      required: true,
      about: 'What was wrong and is right now.',
      example: 'The vote was on 4 May.',
    } satisfies Field<unknown>,
  })
  return reader(read.schema, slot => {
    const fields = read(slot)
    return fields?.date && fields.note !== undefined ? { date: fields.date, note: fields.note } : undefined
  })
}

function withdrawal(day: Reader<StoryDate>): Reader<Withdrawal> {
  const read = group({
    date: {
      read: day,
      required: true,
      about: 'When it was taken back.',
      example: '2026-05-06',
    } satisfies Field<unknown>,
    reason: {
      read: text({ max: 1000 }),
      required: true,
      about: 'Why, for readers.',
      example: 'Published in error.',
    } satisfies Field<unknown>,
    replacement: {
      read: replacement,
      about: 'What to read instead.',
      example: '/2026/the-right-story/',
    } satisfies Field<unknown>,
  })
  return reader(read.schema, slot => {
    const fields = read(slot)
    return fields?.date && fields.reason !== undefined
      ? { date: fields.date, reason: fields.reason, replacement: fields.replacement }
      : undefined
  })
}
