/** Tells of every SIGHUP, of one that came meanwhile too. On a terminal it means that the terminal is gone, and ends the process as ever. */
export function hangUps(): { readonly next: () => Promise<void> } {
  let isHungUp = false
  let wake = (): void => {}
  if (!process.stdin.isTTY)
    process.on('SIGHUP', () => {
      isHungUp = true
      wake()
    })
  return {
    next: () =>
      new Promise(resolve => {
        wake = () => {
          // Who is woken is not waiting any more.
          wake = () => {}
          isHungUp = false
          resolve()
        }
        if (isHungUp) wake()
      }),
  }
}
