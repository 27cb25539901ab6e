import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { story, type TemporaryNewsroom } from '../support/newsroom.ts'
import { WITHOUT_SEARCH } from './changed-newsroom.ts'
import type { Random } from './random.ts'

const TOPICS = ['Trade', 'Goods', 'Services', 'Ports', 'Fish'] as const
const LEAST_STORIES = 25

/** People who keep changing a newsroom: they write, edit, rename and take away. What they do follows from the seed alone. */
export class BusyDesk {
  readonly #newsroom: TemporaryNewsroom
  readonly #random: Random
  readonly #stories = new Map<string, string>()
  readonly #renamed = new Set<string>()
  #written = 0

  constructor(newsroom: TemporaryNewsroom, random: Random) {
    this.#newsroom = newsroom
    this.#random = random
    while (this.#stories.size < LEAST_STORIES) this.#write()
    this.#swapStatic()
  }

  /**
   * A round of changes. Without an id of its own a story is known again under a new name by its bytes, so that a file is
   * renamed only where `published` says that all are public as they stand, and edited again only when it is so once more.
   */
  change({ published }: { readonly published: boolean }): void {
    const random = this.#random
    if (published) this.#renamed.clear()
    if (published && random.chance(0.3)) this.#rename()
    for (let count = random.between(2, 8); count > 0; count--)
      this.#edit(random.pick([...this.#stories.keys()].filter(path => !this.#renamed.has(path))))
    for (let count = random.between(0, 3); count > 0; count--) this.#write()
    for (let count = random.between(0, 3); count > 0 && this.#stories.size > LEAST_STORIES; count--) this.#takeAway()
    if (random.chance(0.15)) this.#swapStatic()
    // A new title of the site changes every page.
    if (random.chance(0.25))
      this.#newsroom.write({ 'site.yaml': WITHOUT_SEARCH.replace('News', `News ${random.between(1, 99)}`) })
  }

  #write(): void {
    this.#edit(`2026/story-${++this.#written}.md`)
  }

  #edit(path: string): void {
    const random = this.#random
    // The name of a story stays when its file is renamed.
    const name = this.#stories.get(path) ?? `Story ${this.#written}`
    const date = new Date(Date.UTC(2026, 3, 1, 0, Number(name.slice('Story '.length)))).toISOString()
    const topics = TOPICS.filter(() => random.chance(0.15))
    const body = `Edit ${random.between(1, 1_000_000)}. ${'Words of the story. '.repeat(random.between(10, 1000))}\n`
    this.#newsroom.write({ [path]: story({ title: name, date, topics: topics.length > 0 ? topics : undefined }, body) })
    this.#stories.set(path, name)
  }

  #rename(): void {
    const from = this.#random.pick([...this.#stories.keys()])
    const to = `2026/renamed-${++this.#written}.md`
    this.#newsroom.rename(from, to)
    this.#stories.set(to, this.#stories.get(from) ?? '')
    this.#stories.delete(from)
    this.#renamed.add(to)
  }

  #takeAway(): void {
    const path = this.#random.pick([...this.#stories.keys()])
    this.#newsroom.remove(path)
    this.#stories.delete(path)
  }

  /** What was a file becomes a folder, or the other way round. */
  #swapStatic(): void {
    rmSync(join(this.#newsroom.paths.articles, 'static'), { recursive: true, force: true })
    const path = this.#random.chance(0.5) ? 'static/data.html' : 'static/data.html/inner.txt'
    this.#newsroom.write({ [path]: `${this.#random.next()}` })
  }
}
