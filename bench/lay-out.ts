import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { corpusFiles, SEED } from './corpus.ts'
import type { Publisher } from './publishers/publisher.ts'
import { setAside } from './set-aside.ts'
import { type CorpusFile, type StoryPlace, writeStory } from './story.ts'

/** One newsroom, laid out for each of its publishers. */
export interface Newsroom {
  readonly plan: Pick<StoryPlace, 'count' | 'words'>
  readonly contenders: readonly Contender[]
}

/** A publisher and the folder that is its own. */
export interface Contender {
  readonly publisher: Publisher
  readonly dir: string
}

/** Generates the corpus once, and gives every publisher its own copy below `dir`, in the form it wants. Not part of what is timed. */
export function layOut(plan: Newsroom['plan'], publishers: readonly Publisher[], dir: string): Newsroom {
  setAside(dir, dirname(dir))
  const contenders = publishers.map(publisher => ({ publisher, dir: join(dir, publisher.name.toLowerCase()) }))
  for (const { publisher, dir: own } of contenders) {
    mkdirSync(own, { recursive: true })
    for (const { from, to } of publisher.site) cpSync(from, join(own, to), { recursive: true })
    if (publisher.modules !== undefined) symlinkSync(publisher.modules, join(own, 'node_modules'))
  }
  for (const file of corpusFiles(plan)) for (const contender of contenders) placeFile(contender, file)
  return { plan, contenders }
}

/** Adds the story at `index`, which may be beyond the last one: then it is the newest. */
export function addStory({ publisher, dir }: Contender, { plan, index }: StoryAt): void {
  for (const file of writeStory({ ...plan, index, seed: SEED })) placeFile({ publisher, dir }, file)
}

/** A story's own file in the contender's folder, as an author would open it. */
export function storyFile({ publisher, dir }: Contender, at: StoryAt): string {
  const [placed] = publisher.place(storyAt(at))
  return join(dir, placed?.path ?? '')
}

/** The page of a story in the contender's site. */
export function storyPage({ publisher, dir }: Contender, at: StoryAt): string {
  const [, base = '', lang] = /^(.*?)(?:\.(\w+))?\.md$/.exec(storyAt(at).path) ?? []
  return join(dir, publisher.out, lang ?? '', base, 'index.html')
}

/** Which story of a newsroom. */
export interface StoryAt {
  readonly plan: Newsroom['plan']
  readonly index: number
}

function storyAt({ plan, index }: StoryAt): CorpusFile {
  const [story] = writeStory({ ...plan, index, seed: SEED })
  if (story === undefined) throw new Error(`there is no story ${index}`)
  return story
}

function placeFile({ publisher, dir }: Contender, file: CorpusFile): void {
  for (const { path, content } of publisher.place(file)) {
    const target = join(dir, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, content)
  }
}
