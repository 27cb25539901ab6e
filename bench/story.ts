import { type PngPlan, plainPng } from './png.ts'
import { writeBody, writeSentence, writeTitle } from './prose.ts'
import { type Random, seededRandom } from './random.ts'
import { DESKS, ENGLISH, OTHER_SCRIPTS, type Script, TOPICS } from './words.ts'

/** A file of the corpus: its path below `articles/` and what is in it. */
export interface CorpusFile {
  readonly path: string
  readonly content: string | Buffer
}

/** Days from 1 January 2010 over which the stories are spread: to the end of 2025. */
const SPAN_DAYS = 5_844
const FIRST_DAY_MS = Date.UTC(2010, 0, 1)
const DAY_MS = 86_400_000

/** Which story of how many, and of which corpus. */
export interface StoryPlace {
  readonly index: number
  readonly count: number
  readonly seed: number
  /** The fewest and the most words of a body; 300 and 900 unless given. */
  readonly words?: readonly [number, number] | undefined
}

const USUAL_WORDS = [300, 900] as const

/** One story, and its image when it has one. The same place gives the same bytes. */
export function writeStory(place: StoryPlace): readonly CorpusFile[] {
  const random = seededRandom(place.seed + place.index)
  const script = random.oneIn(4) ? random.pick(OTHER_SCRIPTS) : ENGLISH
  const base = storyPath(place)
  const image = random.oneIn(8) ? writeImage(random) : undefined
  const text = `${writeFrontMatter({ random, script, place, image: image && `${nameOf(place)}.png` })}\n${writeBody({
    random,
    script,
    words: random.integer(...(place.words ?? USUAL_WORDS)),
    table: random.oneIn(10),
    link: earlierEnglish(place),
  })}\n`
  const story = { path: script === ENGLISH ? `${base}.md` : `${base}.${script.lang}.md`, content: text }
  return image ? [story, { path: `${base}.png`, content: image }] : [story]
}

interface FrontMatterPlan {
  readonly random: Random
  readonly script: Script
  readonly place: StoryPlace
  readonly image: string | undefined
}

function writeFrontMatter({ random, script, place, image }: FrontMatterPlan): string {
  const lines = [
    `title: ${JSON.stringify(writeTitle(random, script))}`,
    `date: ${dayOf(place)}${random.oneIn(2) ? `T${String(random.integer(6, 19)).padStart(2, '0')}:00` : ''}`,
    `summary: ${JSON.stringify(writeSentence(random, script, random.integer(10, 24)))}`,
    `topics: [${random.sample(TOPICS, random.integer(2, 4)).join(', ')}]`,
    `authors: [${random.pick(DESKS)}]`,
    ...(random.oneIn(3) ? ['disclaimer: standing'] : []),
    ...(random.oneIn(5) ? ['section: Reports'] : []),
    ...(image ? ['image:', `  src: ${image}`, '  alt: A field of one colour', '  credit: Courant'] : []),
  ]
  return `---\n${lines.join('\n')}\n---\n`
}

// The first stories name none. What an index further back is, its own first draw says: a link must not lead to nothing.
function earlierEnglish({ index, count, seed }: StoryPlace): string | undefined {
  const earlier = index - 7
  if (earlier < 0 || seededRandom(seed + earlier).oneIn(4)) return undefined
  return `/${storyPath({ index: earlier, count, seed })}/`
}

function writeImage(random: Random): Buffer {
  const rgb: PngPlan['rgb'] = [random.integer(0, 255), random.integer(0, 255), random.integer(0, 255)]
  return plainPng({ width: 48, height: 27, rgb })
}

function storyPath(place: StoryPlace): string {
  return `${dayOf(place).slice(0, 7).replace('-', '/')}/${nameOf(place)}`
}

function nameOf({ index }: StoryPlace): string {
  return `story-${String(index + 1).padStart(6, '0')}`
}

function dayOf({ index, count }: StoryPlace): string {
  return new Date(FIRST_DAY_MS + Math.floor((index * SPAN_DAYS) / count) * DAY_MS).toISOString().slice(0, 10)
}
