import { DROPPED_WITH_CONTENT } from './allowed-html.ts'
import { OversizedBody } from './gfm.ts'
import { endsBetween, type Mark, type Marks } from './marks.ts'
import type { Problem } from './problem.ts'

/** Elements within each other: browsers stop at 512, XML parsers at 256, and people long before. */
const MAX_DEPTH = 200

/** An element whose content does not come out, from its opening on. */
interface Hiding {
  readonly name: string
  /** The mark of its opening tag. */
  readonly mark: number
  /** Elements open in it, itself included. */
  depth: number
  /** Set at its end: whether the end was written. */
  closed?: boolean
}

/**
 * Follows the sanitiser through a body and finds raw HTML that swallows what stands after it: `<script>` without its
 * end, a comment or quotation mark left open. Such an element takes the rest of a story away, silently.
 */
export class SwallowWatch {
  readonly #marks: Marks
  readonly #report: (problem: Problem) => void
  #last = -1
  #depth = 0
  #hiding: Hiding | undefined

  constructor(marks: Marks, report: (problem: Problem) => void) {
    this.#marks = marks
    this.#report = report
  }

  /** The mark of the tag that the sanitiser is at. */
  get current(): Mark | undefined {
    return this.#marks[this.#last]
  }

  opened(name: string): void {
    this.#depth += 1
    if (this.#depth > MAX_DEPTH)
      throw new OversizedBody(`more than ${MAX_DEPTH} of its lists, quotations or tags stand within each other`)
    if (this.#hiding !== undefined && this.#hiding.closed === undefined) this.#hiding.depth += 1
    else if (name === 'iframe' || DROPPED_WITH_CONTENT.has(name)) this.#hiding = { name, mark: this.#last, depth: 1 }
  }

  closed(implied: boolean): void {
    this.#depth -= 1
    if (this.#hiding === undefined || this.#hiding.closed !== undefined) return
    this.#hiding.depth -= 1
    if (this.#hiding.depth === 0) this.#hiding.closed = !implied
  }

  /** A mark came out. */
  came(index: number): void {
    const hiding = this.#hiding?.mark === this.#last ? this.#hiding : undefined
    const swallowed = endsBetween(this.#marks, this.#last, index)
    if (swallowed && hiding?.closed !== true) this.#report(leftOpen(this.current, hiding?.name))
    else if (hiding !== undefined && hiding.name !== 'iframe') this.#report(removed(this.current, hiding.name))
    this.#hiding = undefined
    this.#last = index
  }

  /** Everything was read. The last mark of a body stands at its end: if it did not come out, the end was swallowed. */
  finished(): void {
    if (this.#last < this.#marks.length - 1) this.#report(leftOpen(this.current, this.#hiding?.name))
  }
}

function leftOpen(mark: Mark | undefined, element: string | undefined): Problem {
  const what = element === undefined ? startOf(mark) : `<${element}>`
  const end = element !== undefined ? `</${element}>` : what === '<!--' ? '-->' : '>'
  const quotes = end === '>' ? ', close its quotation marks,' : ''
  return {
    severity: 'error',
    code: 'raw-html',
    message: `${what} is left open, so that it would take away what stands after it`,
    remedy: `write ${end} where it ends${quotes} or put it in backquotes to show it as code`,
    mark,
  }
}

function removed(mark: Mark | undefined, element: string): Problem {
  return {
    severity: 'warning',
    code: 'raw-html',
    message: `<${element}> may not stand in a story: it was left out with all that is in it`,
    remedy: 'take it out, or put it in backquotes to show it as code',
    mark,
  }
}

/** The tag at a mark without its attributes: `<div>`, `<!--`. */
function startOf(mark: Mark | undefined): string {
  const raw = mark?.token?.raw.slice(mark.offset) ?? ''
  return raw.startsWith('<!--') ? '<!--' : `${/^<[/!?]?[\w-]*/.exec(raw)?.[0] ?? '<'}>`
}
