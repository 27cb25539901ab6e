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
