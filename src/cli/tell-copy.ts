import type { Paths } from '../state/paths.ts'

/** What is said of a newsroom that was copied from another; undefined of any other. */
export function wordsOfCopy({ copyOf, out }: Paths): { readonly words: string; readonly remedy: string } | undefined {
  if (copyOf === undefined) return undefined
  return {
    words: `${out} is a copy of ${copyOf}: it gets an identity of its own, and no subscriptions of the built-in hub.`,
    remedy: 'to move a newsroom with its subscriptions, remove the original before you publish the copy for the first time',
  }
}
