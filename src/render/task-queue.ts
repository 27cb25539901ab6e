import type { RenderTask } from './render-task.ts'
import type { NumberedTask } from './render-worker.ts'

/** Tasks in their order, each described when a thread takes it: there may be a million. What a thread gave back comes first. */
export class TaskQueue {
  readonly #tasks: Iterator<() => RenderTask>
  /** Looked at, and not taken yet: the last was looked at last. */
  readonly #ahead: (() => RenderTask)[] = []
  readonly #returned: NumberedTask[] = []
  #taken = 0

  constructor(tasks: Iterable<() => RenderTask>) {
    this.#tasks = tasks[Symbol.iterator]()
  }

  /** How many there still are, as far as that is no more than `most`. */
  count(most: number): number {
    while (this.#ahead.length < most) {
      const next = this.#tasks.next()
      if (next.done) break
      this.#ahead.push(next.value)
    }
    return Math.min(most, this.#returned.length + this.#ahead.length)
  }

  /** The next; undefined where there is none. */
  take(): NumberedTask | undefined {
    const returned = this.#returned.pop()
    if (returned) return returned
    this.count(1)
    const describe = this.#ahead.shift()
    return describe && { index: this.#taken++, task: describe() }
  }

  giveBack(task: NumberedTask): void {
    this.#returned.push(task)
  }
}
