import fc from 'fast-check'
import { Marked } from 'marked'
import { expect, test } from 'vitest'
import { GuardedTokenizer } from '../../src/markdown/guarded-tokenizer.ts'
import { renderBody } from '../../src/markdown/render-body.ts'
import { CONTEXT } from './newsroom.ts'
import { anyMarkdown } from './sample-bodies.ts'

/** `COURANT_BODIES=400000 COURANT_SEED=7 npm run test:long` renders more bodies, and others. */
const BODIES = Number(process.env.COURANT_BODIES ?? 100_000)
const SEED = Number(process.env.COURANT_SEED ?? 2_026)

const STOCK = new Marked({ gfm: true })
const GUARDED = new Marked({ gfm: true }).setOptions({ tokenizer: new GuardedTokenizer() })

test(`GuardedTokenizer: finds the tokens that marked finds (seed ${SEED})`, () => {
  holds(body => {
    expect(JSON.stringify(GUARDED.lexer(body))).toBe(JSON.stringify(STOCK.lexer(body)))
  })
})

test(`renderBody: gives the same with and without the short cut (seed ${SEED})`, () => {
  const rendered = (body: string, shortCut: boolean) => JSON.stringify(renderBody(body, CONTEXT, { shortCut }))
  holds(body => {
    expect(rendered(body, true)).toBe(rendered(body, false))
  })
})

test(`renderBody: gives the same with and without the short cut where it sets quotation marks (seed ${SEED})`, () => {
  const context = { ...CONTEXT, typography: 'fr' }
  holds(body => {
    expect(renderBody(body, context).html).toBe(renderBody(body, context, { shortCut: false }).html)
  })
})

function holds(check: (body: string) => void): void {
  fc.assert(fc.property(anyMarkdown, check), { numRuns: BODIES, seed: SEED })
}
