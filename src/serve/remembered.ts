/** Longer than what any client sends that means something; what is longer is not kept. */
const MOST_LENGTH = 300

/**
 * Remembers what a function said of the texts that clients keep sending, the last one most of all: to compare a text with that takes less
 * than to look it up. Of very many different ones it forgets all, and begins again.
 */
export function remembered<T>(of: (text: string) => T, most = 1000): (text: string) => T {
  interface Known {
    readonly text: string
    readonly value: T
  }
  const known = new Map<string, Known>()
  let last: Known | undefined
  return text => {
    if (last?.text === text) return last.value
    last = known.get(text)
    if (last) return last.value
    const value = of(text)
    if (known.size >= most) known.clear()
    if (text.length <= MOST_LENGTH) known.set(text, { text, value })
    return value
  }
}
