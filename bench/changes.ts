import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { DESKS, TOPICS, titleOf } from './words.ts'

/** Every kind of change that an author makes, one story or page at a time, in the order in which they are measured. */
export const CHANGES = [
  'body',
  'title',
  'summary',
  'topics',
  'section',
  'authors',
  'link added',
  'backdated',
  'renamed',
  'removed',
  'draft',
  'published again',
  'standing page',
  'new',
] as const
export type ChangeKind = (typeof CHANGES)[number]

/** Kinds that change a story and are undone afterwards. A new story stays; a draft is published again by being undone. */
export type StoryChange = Exclude<ChangeKind, 'new' | 'published again'>

/** A file as it is saved, and the path of its page, with a slash at both ends. */
export interface Saved {
  readonly file: string
  readonly source: string
  readonly address: string
}

/** A story, and what else a change of it may need: another story, and a standing page, which no feed has. */
export interface EditedStory extends Saved {
  readonly other: Saved
  readonly page: Saved
}

/** What a reader is sent for a page. */
export interface Served {
  readonly status: number
  readonly text: string
}

/** An item of the JSON feed, as far as a change shows in it (JSON Feed 1.1, "Items"). */
export interface FeedItem {
  readonly url: string
  readonly title?: string
  readonly summary?: string
  readonly content_html?: string
  readonly tags?: readonly string[]
  readonly authors?: readonly { readonly name?: string }[]
}

/** What an author saves at once, and by what readers see that the change is public. */
export interface Change {
  readonly save: () => void
  readonly undo: () => void
  /** The page on which it shows. */
  readonly address: string
  readonly isOnPage: (served: Served) => boolean
  /** Whether the item of that page in the newsroom's feed shows it; absent where no feed does. */
  readonly isInFeed?: (item: FeedItem | undefined) => boolean
}

/**
 * What an author does to a story, by kind. `mark` is a text that is nowhere else. A story is removed in favour of another that takes its
 * address among its `aliases`: a file that is deleted and nothing else stays published until somebody confirms it.
 */
export const STORY_CHANGES: Readonly<Record<StoryChange, (story: EditedStory, mark: string) => Change>> = {
  body: (story, mark) => ({
    ...onStory(story, `${story.source}\n${mark}\n`, mark),
    isInFeed: item => item?.content_html?.includes(mark) ?? false,
  }),
  title: (story, mark) => ({
    ...onStory(story, withField(story.source, 'title', mark), mark),
    isInFeed: item => item?.title === mark,
  }),
  summary: (story, mark) => ({
    ...onStory(story, withField(story.source, 'summary', mark), mark),
    isInFeed: item => item?.summary === mark,
  }),
  topics: story => {
    const topic = another(TOPICS, fieldOf(story.source, 'topics'))
    return {
      ...onStory(story, withField(story.source, 'topics', `[${topic}]`), `/topics/${topic}/"`),
      isInFeed: item => item?.tags?.includes(titleOf(topic)) ?? false,
    }
  },
  section: story => {
    const section = another(['Reports', 'Interviews'], fieldOf(story.source, 'section'))
    return onStory(story, withField(story.source, 'section', section), `/sections/${section.toLowerCase()}/"`)
  },
  authors: story => {
    const desk = another(DESKS, fieldOf(story.source, 'authors'))
    return {
      ...onStory(story, withField(story.source, 'authors', `[${desk}]`), `/authors/${desk}/"`),
      isInFeed: item => item?.authors?.some(({ name }) => name === titleOf(desk)) ?? false,
    }
  },
  'link added': (story, mark) => ({
    ...onStory(story, `${story.source}\n[${mark}](${story.other.address})\n`, `<a href="${story.other.address}">${mark}</a>`),
    isInFeed: item => item?.content_html?.includes(mark) ?? false,
  }),
  backdated: story => ({
    ...onStory(story, withField(story.source, 'date', '2012-05-17T05:06:07Z'), 'datetime="2012-05-17'),
    isInFeed: isAbsent,
  }),
  renamed: story => ({
    save: () => renameSync(story.file, renamed(story.file)),
    undo: () => renameSync(renamed(story.file), story.file),
    address: renamed(story.address),
    isOnPage: ({ status }) => status === 200,
    isInFeed: item => item !== undefined,
  }),
  removed: story => ({
    save: () => {
      rmSync(story.file)
      writeFileSync(story.other.file, withField(story.other.source, 'aliases', `[${story.address}]`))
    },
    undo: () => {
      writeFileSync(story.other.file, story.other.source)
      saveWhole(story.file, story.source)
    },
    address: story.address,
    isOnPage: ({ status }) => status === 301,
    isInFeed: isAbsent,
  }),
  draft: story => ({
    ...edited(story, withField(story.source, 'draft', 'true')),
    address: story.address,
    isOnPage: ({ status }) => status === 410,
    isInFeed: isAbsent,
  }),
  'standing page': ({ page }, mark) => ({
    ...edited(page, `${page.source}\n${mark}\n`),
    address: page.address,
    isOnPage: ({ text }) => text.includes(mark),
  }),
}

/**
 * Puts a new file in place with its text in it, as editors and synchronising programs do. `courant run` waits a second for the rest of one
 * that appears empty and is written to: it may be an upload.
 */
export function saveWhole(file: string, text: string): void {
  const hidden = join(dirname(file), `.${basename(file)}`)
  writeFileSync(hidden, text)
  renameSync(hidden, file)
}

/** What makes a story erroneous, so that its last good version stays published: a field that does not exist. */
export function broken(source: string): string {
  return source.replace(/^title:/m, 'titel:')
}

/** The front matter with a field set to a value as YAML writes it; the field is added where it is missing. */
export function withField(source: string, name: string, value: string): string {
  const line = `${name}: ${value}`
  const field = new RegExp(`^${name}: .*$`, 'm')
  return field.test(source) ? source.replace(field, line) : source.replace(/^---\n/, `---\n${line}\n`)
}

function onStory(story: EditedStory, text: string, shown: string): Change {
  return { ...edited(story, text), address: story.address, isOnPage: served => served.text.includes(shown) }
}

function edited({ file, source }: Saved, text: string): Pick<Change, 'save' | 'undo'> {
  return { save: () => writeFileSync(file, text), undo: () => writeFileSync(file, source) }
}

function fieldOf(source: string, name: string): string {
  return new RegExp(`^${name}: (.*)$`, 'm').exec(source)?.[1] ?? ''
}

function another(names: readonly string[], present: string): string {
  return names.find(name => !present.includes(name)) ?? ''
}

function renamed(path: string): string {
  return path.replace(/story-(?=\d{6})/, 'renamed-')
}

function isAbsent(item: FeedItem | undefined): boolean {
  return item === undefined
}
