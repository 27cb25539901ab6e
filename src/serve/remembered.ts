/** Longer than what any client sends that means something; what is longer is not kept. */
const MOST_LENGTH = 300

/** Remembers what a function said of the texts that clients keep sending; of very many different ones it forgets all, and begins again. */
export function remembered<T>(of: (text: string) => T, most = 1000): (text: string) => T {
  const known = new Map<string, { readonly value: T }>()
  return text => {
    const before = known.get(text)
    if (before) return before.value
    const value = of(text)
    if (known.size >= most) known.clear()
    if (text.length <= MOST_LENGTH) known.set(text, { value })
    return value
  }
}
