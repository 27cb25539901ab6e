/** Passes values on in the order of their numbers, from 0, whatever the order in which they come. */
export function inOrder<T>(take: (value: T, number: number) => void): (value: T, number: number) => void {
  const early = new Map<number, T>()
  let next = 0
  return (value, number) => {
    early.set(number, value)
    for (let there = early.get(next); there !== undefined; there = early.get(next)) {
      early.delete(next)
      take(there, next++)
    }
  }
}
