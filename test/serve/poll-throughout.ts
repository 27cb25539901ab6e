import { newsroomOf, story } from '../support/newsroom.ts'
import type { Polled } from './polling-reader.ts'
import { startPolling } from './start-polling.ts'

const STANDING = 40

/** The story of a round, as edited in a later one. The newest comes first in every feed. */
function storyOf(round: number, edit: number): readonly [path: string, text: string] {
  const date = new Date(Date.UTC(2026, 4, 1, 0, round)).toISOString()
  return [`2026/story-${round}.md`, story({ title: `Story ${round}`, date }, `Edit ${edit}. `.repeat(200))]
}

function storiesOf(edit: number): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: STANDING }, (_, age) => storyOf(edit - age, edit)))
}

/** Publishes again and again, each time with every story edited, one more and one less, while a reader polls: what it met. */
export async function pollThroughout(publishes: number): Promise<Polled> {
  const newsroom = newsroomOf(storiesOf(STANDING))
  await newsroom.publish()

  const polled = await startPolling({ out: newsroom.paths.out, pauseMs: 0 })
  for (let round = STANDING + 1; round <= STANDING + publishes; round++) {
    newsroom.write(storiesOf(round))
    newsroom.remove(storyOf(round - STANDING, round)[0])
    await newsroom.publish()
  }
  return await polled()
}
