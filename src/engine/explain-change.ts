import { outPathOf } from '../model/address.ts'
import type { ChangedFile, Explanation } from '../model/explanation.ts'
import type { Plan } from '../plan/plan-publish.ts'
import { causesIn } from './causes.ts'
import type { ChangedArtifacts } from './changed-artifacts.ts'
import type { ChangedNewsroom } from './changed-newsroom.ts'
import type { DescribedFeed, Entries } from './describe-feeds.ts'
import type { MadeArtifact } from './made-artifact.ts'
import type { ResidentNewsroom } from './resident-newsroom.ts'
import { changedEntriesIn, madeFile, type WhyMade } from './why-made.ts'

/** What a change came to. */
interface ChangeMade extends Pick<Plan, 'keep'>, Pick<WhyMade, 'reasons'> {
  readonly made: readonly MadeArtifact[]
  readonly described: Pick<ChangedArtifacts, 'readers'>
  readonly feeds: readonly DescribedFeed[]
  readonly entries: Entries
}

interface ChangeContext {
  readonly found: ChangedNewsroom
  readonly resident: ResidentNewsroom
}

/** Explains a publish of a change, before what this process remembers is brought up to date. */
export function explainChange(
  { made, keep, described: { readers }, feeds, entries, reasons }: ChangeMade,
  { found, resident }: ChangeContext,
): Explanation {
  const carried = changedEntriesIn(feeds, { entries, known: resident.known })
  const stories = [...found.left, ...found.came]
  const came = new Map(found.came.map(({ permalink, path }) => [outPathOf(permalink), path]))
  const becauseOf = causesIn({
    changed: [...new Set([...found.changes.files.keys(), ...stories.map(({ path }) => path)])],
    stories,
    readers,
    feeds,
    carried,
    lists: [...found.edition.lists, ...resident.edition.lists],
    storyAt: page => came.get(page) ?? resident.storyAt.get(page),
  })
  const described = [...new Set([...keep.keys(), ...made.map(({ artifact }) => artifact.path)])]
  return {
    changed: changedFiles({ found, resident }),
    due: found.due,
    made: made.map(one => madeFile(one, { why: { reasons, carried }, becauseOf })),
    unchanged: {
      described: keep.size,
      notDescribed: resident.known.size - described.filter(path => resident.known.has(path)).length,
    },
  }
}

function changedFiles({ found, resident }: ChangeContext): readonly ChangedFile[] {
  const stories = [...found.came, ...resident.edition.standing, ...found.edition.standing]
  const published = new Set(stories.map(({ path }) => path))
  return [...found.changes.files].map(([path, file]) => {
    const how = file ? (resident.files.has(path) ? 'changed' : 'new') : 'gone'
    return { path, how, isPublic: resident.released.has(path) || published.has(path) }
  })
}
