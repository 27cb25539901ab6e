import type { PublishFacts } from '../engine/publish-outcome.ts'
import type { ChangedFile, Explanation, MadeFile, Reason } from '../model/explanation.ts'
import { oneLine } from './print.ts'
import { count } from './terminal.ts'

/** Why files of one group were made, in the order in which the groups are shown. */
const REASONS = {
  new: 'New',
  content: 'What they show changed',
  entries: 'Feeds of which an entry is new or changed',
  link: 'A link in them leads elsewhere',
  settings: "site.yaml, the hub or Courant's version changed",
  look: 'The theme or the look changed',
  file: 'The file in out/ was changed or lost',
} as const satisfies Record<Reason, string>

// More than this nobody reads; --json has them all.
const SHOWN = 20

const WIDTH = 80

/** What a publish went by, line by line: which files changed, what was made and why, and how much was not. */
export function explanationLines(
  { changed, due, made, unchanged }: Explanation,
  {
    removed,
    isMade,
  }: Pick<PublishFacts, 'removed'> & {
    /** Whether the files were made and put in place, and not only would be. */ readonly isMade: boolean
  },
): readonly string[] {
  return [
    ...(changed.length === 0 ? ['No story, page, image or other file of the newsroom changed.'] : []),
    ...section('Changed in the newsroom', changed.map(changedLine)),
    ...section(
      'Due',
      due.map(({ kind, path }) => `${kind.padEnd(KIND_WIDTH)}  ${oneLine(path)}`),
    ),
    ...[...Map.groupBy(made, ({ reason }) => reason)]
      .sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b))
      .flatMap(([reason, files]) => madeSection(reason, files)),
    ...section('Removed', removed.map(oneLine)),
    ...sameLines(made),
    ...unchangedLine(unchanged, isMade),
  ]
}

const ORDER = Object.keys(REASONS)
const KIND_WIDTH = 'withdrawal'.length
const HOW_WIDTH = 'changed'.length

/** A line, and for how many files it is. */
interface Line {
  readonly text: string
  readonly files: number
}

/** At most so many lines below a title, and how many files are left out. */
function section(title: string, lines: readonly (string | Line)[], note?: string): readonly string[] {
  if (lines.length === 0) return []
  const filesOf = (some: typeof lines): number =>
    some.reduce((sum, line) => sum + (typeof line === 'string' ? 1 : line.files), 0)
  const more = filesOf(lines.slice(SHOWN))
  const head = `${title} (${filesOf(lines)})`
  const together = note === undefined ? `${head}:` : `${head}, ${note}:`
  return [
    ...(together.length <= WIDTH ? [together] : [`${head},`, `    ${note}:`]),
    ...lines.slice(0, SHOWN).map(line => `  ${typeof line === 'string' ? line : line.text}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    '',
  ]
}

function changedLine({ path, how, isPublic }: ChangedFile): string {
  return `${how.padEnd(HOW_WIDTH)}  ${oneLine(path)}${isPublic ? '' : '  (not public)'}`
}

/** The files that were made for one reason; a cause that all of them share is named once. */
function madeSection(reason: Reason, files: readonly MadeFile[]): readonly string[] {
  const causes = new Set(files.map(causeOf))
  // A link is named with its page.
  const [shared] = causes.size === 1 && reason !== 'link' ? causes : []
  const lines = [...Map.groupBy(files, file => `${nameOf(file)}\n${causeOf(file)}`).values()].map(
    (same): Line => ({ text: madeLine(same, shared === undefined), files: same.length }),
  )
  return section(REASONS[reason], lines, shared === undefined ? undefined : `because of ${shared}`)
}

/** The three formats of a feed are on one line. */
function madeLine(files: readonly MadeFile[], namesCause: boolean): string {
  const [file] = files
  if (!file) return ''
  const name = oneLine(files.length > 1 ? nameOf(file) : file.path)
  const cause = namesCause ? causeOf(file) : undefined
  if (cause === undefined) return name
  const line = `${name}  (${cause})`
  return line.length + 2 <= WIDTH ? line : `${name}\n      (${cause})`
}

/** What the name of a file has in common with that of the other formats of the feed. */
function nameOf({ path, of }: MadeFile): string {
  return of === 'feed' || of === 'feed-archive' ? path.replace(/\.\w+$/, '.*') : path
}

/** What a file was made for, in short: the link that leads elsewhere, or the files that changed. */
function causeOf({ link, because }: MadeFile): string | undefined {
  if (link !== undefined) return `its link ${oneLine(link)}`
  const [first, second] = because
  if (first === undefined) return undefined
  if (second === undefined) return oneLine(first)
  return because.length === 2
    ? `${oneLine(first)} and ${oneLine(second)}`
    : `${oneLine(first)} and ${because.length - 1} others`
}

function sameLines(made: readonly MadeFile[]): readonly string[] {
  const same = made.filter(({ differs }) => !differs).length
  return same === 0 ? [] : [`${count(same, 'of these files has', 'of these files have')} the same bytes as before.`]
}

function unchangedLine({ described, notDescribed }: Explanation['unchanged'], isMade: boolean): readonly string[] {
  const parts = [
    ...(described > 0 ? [`${described} that ${described === 1 ? 'shows' : 'show'} the same as before`] : []),
    ...(notDescribed > 0 ? [`${notDescribed} that nothing of this affects`] : []),
  ]
  return parts.length === 0 ? [] : [`${isMade ? 'Not made' : 'Would not be made'}: ${parts.join(', and ')}.`]
}
