/** Thrown out of a publish that gives way to a story that is due: nothing was put in place, and it is to begin again. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'

  constructor() {
    super('the publish gave way to a story that is due')
  }
}
