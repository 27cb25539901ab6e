import type { ChangedFile, Explanation, MadeFile, Reason, WholeReason } from '../model/explanation.ts'
import { oneLine } from './print.ts'
import { count } from './terminal.ts'

// What `courant run` says in its log about why files were made. A log is read by more people than the newsroom: of a file of which readers see
// nothing it says only that there is one.

/** Why the whole newsroom was published, as people read it. */
const WHOLE: Readonly<Record<WholeReason, string>> = {
  start: 'Courant started',
  retry: 'texts that took too long to render were tried again',
  'unknown-change': 'it was not known which files changed: the theme, a folder, or a regular check',
  'nothing-remembered': 'nothing is known of an earlier publish',
  tidying: 'many edits left cached entries that are used no more',
  'many-files': 'more than 100 files changed at once',
  site: 'site.yaml changed',
  'static-file': 'a file in static/ changed',
  'other-file': 'an image or another file beside the stories changed',
  'unusual-file': 'a link, a folder, or a file with a warning came or went',
  'unreadable-file': 'a file cannot be read',
  'unstable-file': 'files were saved or removed while they were read',
  'file-errors': 'a file has errors',
  clock: 'the clock is behind the last publish',
  'unseen-folder': 'a folder of the newsroom cannot be read',
  accepted: 'changes were confirmed',
  languages: 'a language came or went',
  'many-stories': 'more than 1000 stories share an address, an id or a name with what changed',
  'held-story': 'the change concerns a story of which the last good version is published',
  'missing-story': 'the file of a published story is gone',
  'story-obstacle': 'a story would lose its address, or its change is held for confirmation',
  'changed-outside': 'something else changed out/, the record or the theme',
  rendering: 'a text cannot be rendered, or not in time',
  links: 'links could not be resolved',
  images: 'an image cannot be processed as its header says',
  'damaged-cache': 'cached entries are damaged',
  'bulk-change': 'most of a feed would change at once',
}

/** Why the whole newsroom was published; undefined where a change alone was, or where everybody expects it. */
export function wholeWords(whole: WholeReason | undefined): string | undefined {
  return whole === undefined || whole === 'start' ? undefined : WHOLE[whole]
}

/** What a change came to, on one line. */
export function explanationWords({ changed, due, made, unchanged: { described, notDescribed } }: Explanation): string {
  const causes = [...changedWords(changed), ...(due.length > 0 ? [`${due.length} due`] : [])]
  const results = [...countsByReason(made)].map(([reason, files]) => `${files} ${SHORT[reason]}`)
  return `${causes.join(', ') || 'nothing changed'}: ${[...results, `${described + notDescribed} not made`].join(', ')}`
}

const SHORT = {
  new: 'new',
  content: 'with other content',
  entries: 'feeds with other entries',
  link: 'with a link that leads elsewhere',
  settings: 'with other settings',
  look: 'with another look',
  file: 'that were changed or lost in out/',
} as const satisfies Record<Reason, string>

function changedWords(changed: readonly ChangedFile[]): readonly string[] {
  const named = changed.filter(({ isPublic }) => isPublic)
  const hidden = changed.length - named.length
  const [first] = named
  const others = named.length > 1 ? ` and ${count(named.length - 1, 'other file')}` : ''
  return [
    ...(first ? [`${oneLine(first.path)} ${HOW[first.how]}${others}`] : []),
    ...(hidden > 0 ? [`${count(hidden, 'file')} changed of which nothing is public`] : []),
  ]
}

const HOW = { new: 'is new', changed: 'changed', gone: 'is gone' } as const satisfies Record<ChangedFile['how'], string>

// A log keeps what explains a change; of a large one, its counts and the first files do.
const MOST_LOGGED = 50

/** The same for programs. */
export function explanationFacts({ changed, due, made, unchanged }: Explanation): object {
  const hidden = new Set(changed.flatMap(({ path, isPublic }) => (isPublic ? [] : [path])))
  const named = changed.filter(({ isPublic }) => isPublic)
  return {
    changed: named.slice(0, MOST_LOGGED).map(({ path, how }) => ({ path, how })),
    notPublic: hidden.size,
    due: due.length,
    made: Object.fromEntries(countsByReason(made)),
    files: made.slice(0, MOST_LOGGED).map(({ path, reason, because }) => ({
      path,
      reason,
      because: because.filter(source => !hidden.has(source)).slice(0, MOST_LOGGED),
    })),
    unchanged,
  }
}

function countsByReason(made: readonly MadeFile[]): ReadonlyMap<Reason, number> {
  return new Map([...Map.groupBy(made, ({ reason }) => reason)].map(([reason, files]) => [reason, files.length]))
}
