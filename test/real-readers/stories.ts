import { PNG } from '../publish/broken-table.ts'
import { type Files, story } from '../support/newsroom.ts'
import type { ServedNewsroom } from './served-newsroom.ts'

/** Titles that feeds on the web get wrong. */
export const HARD_TITLES: readonly string[] = ['if a < b then c', 'AT&T', '<b>', '&amp;', '“é” Қ 🎉', ']]>', 'it\'s "quoted"']

/** When the newsroom is published first. */
export const FIRST = '2026-06-01T12:00:00Z'

const FLOOD = { title: 'The flood', date: '2026-05-01T09:30:00+02:00', topics: ['Ports'], summary: 'Water in the harbour.' }
const FLOOD_BODY = 'The water rose ovr the [quay](hard-1.md).\n\n![A dot](dot.png)\n'

/** Ids of the stories that the tests follow. */
export const FLOOD_ID = 'tag:news.example.org,2026:2026/flood'
export const HARBOUR_ID = 'tag:news.example.org,2026:2026/harbour'
export const EMBARGOED_ID = 'tag:news.example.org,2026:2026/embargoed'

/** The instant at which the flood's story came out. */
export const FLOOD_AT: number = Date.parse('2026-05-01T07:30:00Z')

/** A newsroom of nine public stories and one that is due on 10 June. */
export const STORIES: Files = {
  '2026/flood.md': story(FLOOD, FLOOD_BODY),
  '2026/dot.png': PNG,
  '2026/harbour.md': story({ title: 'The harbour', date: '2026-05-02T09:00:00Z', summary: 'How the harbour is run.' }),
  '2026/embargoed.md': story({ title: 'The embargoed story', date: '2026-06-10T09:00:00Z', summary: 'Not before its day.' }),
  ...Object.fromEntries(
    HARD_TITLES.map((title, index) => [
      `2026/hard-${index + 1}.md`,
      story({ title, date: `2026-04-0${index + 1}T10:00:00Z`, summary: `Hard title number ${index + 1}.` }),
    ]),
  ),
}

/** A story in two languages, each a page of its own; titles end with the address. */
export const IN_TWO_LANGUAGES: Files = {
  '2026/vote.md': story({ title: 'The vote: /2026/vote/', date: '2026-05-05T09:00:00Z' }),
  '2026/vote.fr.md': story({ title: 'Le vote : /fr/2026/vote/', date: '2026-05-05T10:00:00Z' }),
}

/** When the stories of `BURST` come out. */
export const BURST_AT = '2026-06-10T09:00:00Z'

const BURST_NUMBERS = Array.from({ length: 120 }, (_, index) => index + 1)

/** Their titles, in no order. */
export const BURST_TITLES: readonly string[] = BURST_NUMBERS.map(number => `Result ${number} of 120`)

/** The last words of each. */
export const BURST_END = 'End of the result.'

/** Stories that are due at one instant: the results of an election, the decisions of a court's day. */
export const BURST: Files = Object.fromEntries(
  BURST_NUMBERS.map((number, index) => [
    `2026/result-${number}.md`,
    story(
      { title: BURST_TITLES[index], date: BURST_AT, topics: ['Results'], summary: `What result ${number} is.` },
      `${'Votes were counted, and counted again. '.repeat(150)}\n\n${BURST_END}\n`,
    ),
  ]),
)

/** How many stories are public at first. */
export const PUBLIC_STORIES: number = HARD_TITLES.length + 2

const PORT = story({ title: 'The port', date: '2026-05-02T09:00:00Z', summary: 'Who runs the port.' }, 'One new paragraph.\n')

/** What an author does to the newsroom, each published a day after the one before. */
export const EDITS = {
  /** A typo in the body is mended. */
  mendTypo: async ({ newsroom, publishAt }) => {
    newsroom.write({ '2026/flood.md': story(FLOOD, FLOOD_BODY.replace('ovr', 'over')) })
    await publishAt('2026-06-02T12:00:00Z')
  },
  retitle: async ({ newsroom, publishAt }) => {
    newsroom.write({ '2026/flood.md': story({ ...FLOOD, title: 'The great flood' }, FLOOD_BODY) })
    await publishAt('2026-06-03T12:00:00Z')
  },
  correct: async ({ newsroom, publishAt }) => {
    const corrections = [{ date: '2026-06-04T09:00:00Z', note: 'The harbour was closed for two days.' }]
    newsroom.write({ '2026/flood.md': story({ ...FLOOD, corrections }, FLOOD_BODY) })
    await publishAt('2026-06-04T12:00:00Z')
  },
  /** A major update, with a note. */
  update: async ({ newsroom, publishAt }) => {
    const updated = { date: '2026-06-05T09:00:00Z', note: 'Adds when the harbour opens again.' }
    newsroom.write({ '2026/flood.md': story({ ...FLOOD, updated }, FLOOD_BODY) })
    await publishAt('2026-06-05T12:00:00Z')
  },
  /** Another file name, another folder: another address. */
  rename: async ({ newsroom, publishAt }) => {
    newsroom.rename('2026/harbour.md', '2025/port.md')
    await publishAt('2026-06-06T12:00:00Z')
  },
  /** Another name and another text in one step, as most commits do it, with no `id` line: it is asked which story that is. */
  renameAndEdit: async ({ newsroom, mistakesAt }) => {
    newsroom.remove('2026/harbour.md')
    newsroom.write({ '2026/port.md': PORT })
    const asked = await mistakesAt('2026-06-06T13:00:00Z')
    if (asked.join() !== 'removed,renamed') throw new Error(`it is not asked about: ${asked.join()}`)
  },
  /** The answer to that: the line that is named. */
  giveId: async ({ newsroom, publishAt }) => {
    newsroom.write({ '2026/port.md': PORT.replace('---\n', `---\nid: ${HARBOUR_ID}\n`) })
    await publishAt('2026-06-06T14:00:00Z')
  },
  withdraw: async ({ newsroom, publishAt }) => {
    const withdrawn = { date: '2026-06-07T09:00:00Z', reason: 'There was no flood.', replacement: '/2026/hard-1/' }
    newsroom.write({ '2026/flood.md': story({ ...FLOOD, withdrawn }, FLOOD_BODY) })
    await publishAt('2026-06-07T12:00:00Z')
  },
  /** The embargo ends: nothing is written, time passes. */
  release: async ({ publishAt }) => {
    await publishAt('2026-06-10T09:00:00Z')
  },
} as const satisfies Record<string, (served: ServedNewsroom) => Promise<void>>

/** What a withdrawn story says, in its title and its content. */
export const WITHDRAWN = { title: 'Withdrawn: The flood', reason: 'There was no flood.' } as const

/** Addresses in HTML that are no absolute web addresses. */
export function relativeAddresses(html: string): readonly string[] {
  const addresses = [...html.matchAll(/\s(?:href|src|srcset|poster)="([^"]*)"/g)].map(([, address = '']) => address)
  return addresses.filter(address => !/^https?:\/\//.test(address))
}
