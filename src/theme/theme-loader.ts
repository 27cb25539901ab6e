import type { Theme } from '../model/theme.ts'
import type { RenderTask } from '../render/render-task.ts'
import { type Broken, type LoadedTheme, loadTheme, type MarkTemplate, withoutBroken } from './load-theme.ts'
import { readAsModules } from './theme-modules.ts'

/** The theme of a thread: loaded at the first page that needs it. A thread never loads a second version, since modules stay. */
export class ThemeLoader {
  readonly #mark: MarkTemplate
  #theme: Theme | undefined
  #broken: Broken = {}
  #loaded: Promise<LoadedTheme> | undefined

  /** From now on, what a template left running, a timer or a promise, fails by itself: its page was made, or not, without it. */
  constructor(mark: MarkTemplate) {
    this.#mark = mark
    process.on('uncaughtException', error => {
      if (!this.#threw(error)) throw error
    })
  }

  /** What the next pages are made with. `broken` are templates that are not to be tried. */
  use(theme: Theme | undefined, broken: Broken): void {
    this.#theme = theme
    this.#broken = broken
  }

  /** Whether an error comes out of the theme's own code. */
  #threw(error: unknown): boolean {
    return this.#theme !== undefined && error instanceof Error && String(error.stack).includes(`${this.#theme.root}/`)
  }

  async load(): Promise<LoadedTheme | undefined> {
    if (!this.#theme) return undefined
    if (!this.#loaded) {
      readAsModules(this.#theme)
      this.#loaded = loadTheme(this.#theme, { broken: this.#broken, mark: this.#mark })
    }
    return withoutBroken(await this.#loaded, this.#broken)
  }
}

/** Feeds, entries and what is only looked at know no theme. */
export function needsTheme(task: RenderTask): boolean {
  return (task.kind === 'page' && task.place !== undefined) || (task.kind === 'show' && task.as === 'page')
}
