import type { Article, StandingPage } from '../model/article.ts'
import type { Outline } from '../model/body.ts'

/** A story or page of which the body was looked at; ids play no part here. */
export interface Checked {
  readonly owner: Omit<Article, 'id'> | StandingPage
  /** Undefined where the body cannot be rendered. */
  readonly outline: Outline | undefined
}
