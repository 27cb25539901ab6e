/** Remembers what a function said of the texts that clients keep sending; of very many different ones it forgets all, and begins again. */
export function remembered<T>(of: (text: string) => T, most = 500): (text: string) => T {
  const known = new Map<string, { readonly value: T }>()
  return text => {
    const before = known.get(text)
    if (before) return before.value
    const value = of(text)
    if (known.size >= most) known.clear()
    known.set(text, { value })
    return value
  }
}
