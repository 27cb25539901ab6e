import GithubSlugger from 'github-slugger'
import type { SitePath, SourcePath } from '../model/address.ts'
import type { RenderedBody } from '../model/body.ts'
import { byPlace, type Diagnostic } from '../model/diagnostic.ts'
import { bodyRemarks } from './body-remarks.ts'
import { BodyRenderer } from './body-renderer.ts'
import { forEachToken, lex, OversizedBody, render, type Token } from './gfm.ts'
import { type Marks, setMark } from './marks.ts'
import { outlineOf } from './outline.ts'
import type { Problem } from './problem.ts'
import type { ResolvedTarget } from './safe-address.ts'
import { sanitise } from './sanitise.ts'
import { cleanSource, positionIn, withoutForbiddenReferences } from './source-text.ts'
import { TokenPlaces } from './token-places.ts'

export type { ResolvedTarget }

/** Longest body, UTF-8 bytes. A long report has 200 KiB; marked needs seconds for more than this when it is hostile. */
const MAX_SOURCE_BYTES = 1024 * 1024

/** Longest HTML of a body, in UTF-16 units: no reader and no feed takes more. */
const MAX_HTML_LENGTH = 8 * 1024 * 1024

/**
 * Markup can outgrow its source, but not by this much, except that little sources may: a task list is eight times its
 * source.
 */
const MAX_GROWTH = 20
const ALWAYS_ALLOWED_LENGTH = 64 * 1024

/** What a body needs to know of its place. */
export interface BodyContext {
  readonly path: SourcePath
  /** Line of the file on which the body begins, 1-based. */
  readonly bodyLine: number
  readonly permalink: SitePath
  /**
   * Looks up the path part, percent-decoded, of an address that names no scheme and no host: `../2015/kazakhstan.md`,
   * `/about/`.
   */
  readonly resolve: (target: string) => ResolvedTarget
  /** Looks for what could be better as well, and outlines the body. */
  readonly thorough?: boolean
}

/**
 * The safe HTML of a body in GitHub Flavored Markdown, every address absolute or beginning with `SITE_MARK`. Mistakes
 * come as diagnostics; with an error among them the HTML is empty. Time is not bounded here: hostile Markdown can take
 * minutes, so call it where it can be ended. The same arguments give the same result.
 */
export function renderBody(markdown: string, context: BodyContext): RenderedBody {
  if (Buffer.byteLength(markdown) > MAX_SOURCE_BYTES) return refused(context, 'it is longer than 1 MiB')
  try {
    return renderWithin(markdown, context)
  } catch (error) {
    if (error instanceof OversizedBody) return refused(context, error.message)
    if (error instanceof RangeError) return refused(context, 'its lists, quotations or tags stand too deep within each other')
    throw error
  }
}

function renderWithin(markdown: string, context: BodyContext): RenderedBody {
  const source = cleanSource(markdown)
  const tokens = lex(source)
  const marks: Marks = []
  const slugger = new GithubSlugger()
  const written = withoutForbiddenReferences(render(tokens, new BodyRenderer(marks, slugger)))
  refuseOvergrown(written, source)
  const problems: Problem[] = []
  const html = sanitise(written + setMark(marks, { kind: 'end', token: undefined, offset: 0 }), {
    ...context,
    marks,
    slugger,
    headingShift: hasTopHeading(tokens) ? 1 : 0,
    report: problem => problems.push(problem),
  })
  refuseOvergrown(html, source)
  if (context.thorough) problems.push(...bodyRemarks(tokens))
  const diagnostics = located(problems, { markdown, source, tokens, context })
  const outline = context.thorough ? outlineOf({ markdown, source, tokens, html, context }) : undefined
  return {
    html: diagnostics.some(({ severity }) => severity === 'error') ? '' : html,
    diagnostics,
    ...(outline && { outline }),
  }
}

/** The page's only level-1 heading is the story's title: a body that has its own moves all of its headings down. */
function hasTopHeading(tokens: readonly Token[]): boolean {
  let found = false
  forEachToken(tokens, token => {
    found ||= (token.type === 'heading' && token.depth === 1) || (token.type === 'html' && /<h1[\s>/]/i.test(token.raw))
  })
  return found
}

function refuseOvergrown(html: string, source: string): void {
  if (html.length > Math.min(MAX_HTML_LENGTH, MAX_GROWTH * source.length + ALWAYS_ALLOWED_LENGTH)) {
    throw new OversizedBody(`its HTML would be ${Math.ceil(html.length / 1024)} KiB, far more than its text`)
  }
}

interface Located {
  readonly markdown: string
  readonly source: string
  readonly tokens: readonly Token[]
  readonly context: BodyContext
}

function located(problems: readonly Problem[], { markdown, source, tokens, context }: Located): readonly Diagnostic[] {
  if (problems.length === 0) return []
  const places = new TokenPlaces(source, tokens)
  return problems
    .map(({ mark, ...problem }): Diagnostic => {
      const offset = mark?.token === undefined ? 0 : (places.offsetOf(mark.token, mark.offset) ?? 0)
      const { line, column } = positionIn(markdown, offset)
      return { ...problem, path: context.path, line: context.bodyLine - 1 + line, column }
    })
    .sort(byPlace)
}

function refused(context: BodyContext, reason: string): RenderedBody {
  const message = `cannot render this story: ${reason}`
  const remedy = 'split it into several stories, or attach the long part as a file'
  const place = { path: context.path, line: context.bodyLine, column: 1 }
  return { html: '', diagnostics: [{ severity: 'error', code: 'too-large', ...place, message, remedy }] }
}
