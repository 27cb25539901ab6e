import type { Article } from '../model/article.ts'
import type { Headline } from '../model/page.ts'

/** A story by its headline and its day. */
export function headlineOf({ permalink, title, date, ahead }: Article): Headline {
  return { permalink, title, date, ...(ahead && { ahead }) }
}
