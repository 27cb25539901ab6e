import type { Published } from '../../src/engine/publish-result.ts'

/**
 * What the subscribers of a channel see of a publish, a line an item: `new The flood`, `edited …`, `resurfacing …`, `leaving …`;
 * by channel, those that nothing is seen of left out.
 */
export function seenIn({ subscribers }: Pick<Published, 'subscribers'>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    subscribers.flatMap(({ channel, added, edited, resurfacing, leaving }) => {
      const lines = [
        ...added.map(({ title }) => `new ${title}`),
        ...edited.map(({ title }) => `edited ${title}`),
        ...resurfacing.map(({ title }) => `resurfacing ${title}`),
        ...leaving.map(({ title }) => `leaving ${title}`),
      ]
      return lines.length === 0 ? [] : [[channel.path, lines]]
    }),
  )
}
