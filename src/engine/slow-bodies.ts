import type { PageArtifact } from '../model/artifact.ts'
import type { PublicationRecord } from '../model/record.ts'
import type { FailedStory } from '../state/remembered-failures.ts'
import { type Failure, failureAt, failureKey, readFailures } from '../state/remembered-failures.ts'
import { hasBody } from './page-artifact.ts'
import type { Turn } from './page-jobs.ts'
import type { PublishMemory } from './publish-memory.ts'
import type { PublishRequest } from './publish-request.ts'

/**
 * Which bodies a publish does not try, and how long each of the others may take. What is ready never waits for a body that was slow before:
 * such a body is tried by a publish that does nothing else (`slow: 'now'`), and all of them share its time.
 */
export class SlowBodies {
  /** Versions that cannot be rendered, or are not tried now. */
  readonly failed = new Map<string, Failure>()
  /** Versions that were slow, and are tried now. */
  readonly #retried = new Map<string, Failure>()
  readonly #request: PublishRequest
  readonly #known: PublishMemory['known']
  readonly #record: PublicationRecord

  constructor(
    request: PublishRequest,
    { known, record }: Pick<PublishMemory, 'known'> & { readonly record: PublicationRecord },
  ) {
    this.#request = request
    this.#known = known
    this.#record = record
    for (const [key, failure] of readFailures(request.paths, request.asOf)) this.#mapOf(failure).set(key, failure)
  }

  /** Notes a version that could not be rendered. */
  note(story: FailedStory): void {
    const key = failureKey(story)
    const failure = failureAt(this.#request.asOf, story, this.#retried.get(key))
    this.#retried.delete(key)
    this.#mapOf(failure).set(key, failure)
  }

  /** How long the body of a page may take, and when it has its turn: those that failed least before the others. */
  readonly turnOf = (artifact: PageArtifact): Turn => {
    const { source: owner, path, story } = artifact
    if (!owner) return { patience: 'full', turn: 0 }
    const retried = this.#retried.get(failureKey({ path: owner.path, hash: owner.source.hash }))
    if (retried) return { patience: 'shared', turn: 2 + retried.tries }
    const known = this.#known.get(path)
    const wasRendered = known ? hasBody(known.key, owner.source) : false
    const isPublic = story !== undefined && this.#record.get(story)?.hash === owner.source.hash
    return wasRendered || isPublic ? { patience: 'full', turn: 0 } : { patience: 'brief', turn: 1 }
  }

  #mapOf({ until }: Failure): Map<string, Failure> {
    const isTried = this.#request.slow !== 'later' && until <= this.#request.asOf
    return isTried ? this.#retried : this.failed
  }
}
