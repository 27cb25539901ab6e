/** What is done once the tests of a file have run. Files run after each other in one process, where a module is evaluated for the first alone. */
const chores: (() => void)[] = []

/** Has something done after the tests of each file. */
export function afterEachFile(chore: () => void): void {
  chores.push(chore)
}

/** Does all of it. */
export function doChores(): void {
  for (const chore of chores) chore()
}
