import type { PublicationRecord } from '../model/record.ts'
import { marksOf, type OutFolder, openOut } from '../output/out-folder.ts'
import { type IsPublicVersion, publicVersions } from '../output/public-versions.ts'
import { joinRecords } from '../output/record-file.ts'

/** What is public already, as an open preview knows it: others publish meanwhile. */
export class AlreadyPublic {
  #record: PublicationRecord
  #isVersion: IsPublicVersion
  readonly #root: string
  #marks: string

  /** `record`: what is known at first, from wherever else the record is kept. */
  constructor({ root, manifest }: OutFolder, record: PublicationRecord) {
    this.#root = root
    this.#marks = marksOf(root)
    this.#record = record
    this.#isVersion = publicVersions({ record, manifest })
  }

  /** As it stands. @throws EnvironmentError when the record in `out/` cannot be trusted */
  now(): { readonly record: PublicationRecord; readonly isPublic: IsPublicVersion } {
    const marks = marksOf(this.#root)
    if (marks !== this.#marks) {
      const { record, manifest } = openOut(this.#root)
      this.#record = joinRecords(this.#record, record)
      this.#isVersion = publicVersions({ record: this.#record, manifest })
      this.#marks = marks
    }
    return { record: this.#record, isPublic: this.#isVersion }
  }
}
