/** A source cannot be imported at all: it is none, broken beyond reading, or not for this newsroom. Carries what to do about it. */
export class ImportMistake extends Error {
  override readonly name = 'ImportMistake'
  readonly code = 'import-unreadable'
  readonly remedy: string

  constructor(message: string, remedy: string) {
    super(message)
    this.remedy = remedy
  }
}
