import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { feedLinks } from '../feed/feed-links.ts'
import type { OutPath } from '../model/address.ts'
import { OWN_HUB } from '../model/hub.ts'
import { contentType } from '../output/content-type.ts'
import type { Content } from './callback.ts'
import type { TopicSite } from './notifier.ts'

/** Documents that are kept at hand while they are delivered. */
const KEPT = 30

/** Reads topics' documents for delivery, each once while its bytes are the same. */
export class TopicContents {
  readonly #out: string
  readonly #kept = new Map<OutPath, Omit<Content, 'link'>>()

  constructor(out: string) {
    this.#out = out
  }

  /** The document with this hash; undefined where other bytes stand there, or none: then it was or is being replaced. */
  get(path: OutPath, { sha256, site }: { readonly sha256: string | undefined; readonly site: TopicSite }): Content | undefined {
    const kept = this.#kept.get(path)
    const content = kept?.sha256 === sha256 ? kept : this.#read(path)
    if (content?.sha256 !== sha256) return undefined
    return content && { ...content, link: feedLinks({ ...site, hub: OWN_HUB }, `/${path}`) ?? '' }
  }

  #read(path: OutPath): Omit<Content, 'link'> | undefined {
    const bytes = readOrNothing(join(this.#out, path))
    if (!bytes) return undefined
    const content = { bytes, sha256: hash('sha256', bytes, 'hex'), type: contentType(path) }
    this.#kept.delete(path)
    this.#kept.set(path, content)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest)
    return content
  }
}

/** Whatever the disk says: it is tried again later. */
function readOrNothing(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
