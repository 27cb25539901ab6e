/** Does the same to all, so many at once, and begins with none more after one failed. @throws what the first threw that failed */
export async function inParallel<T>(all: Iterable<T>, atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all].values()
  let failure: { readonly error: unknown } | undefined
  const workThrough = async (): Promise<void> => {
    for (const one of waiting) {
      if (failure) return
      await work(one).catch(error => {
        failure ??= { error }
      })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, workThrough))
  if (failure) throw failure.error
}

/** What several come to, once all have ended: where one fails, none of the others is still at work. @throws what the first of them threw */
export async function allEnded<const T extends readonly Promise<unknown>[]>(
  works: T,
): Promise<{ -readonly [Place in keyof T]: Awaited<T[Place]> }> {
  await Promise.allSettled(works)
  return Promise.all(works)
}
