import GithubSlugger from 'github-slugger'
import type { SitePath, SourcePath } from '../model/address.ts'
import type { RenderedBody } from '../model/body.ts'
import { byPlace, type Diagnostic } from '../model/diagnostic.ts'
import { findAttributions } from './attribution.ts'
import { bodyRemarks } from './body-remarks.ts'
import { BodyRenderer, type Highlight, type WritingContext } from './body-renderer.ts'
import { directHtml } from './direct-html.ts'
import { type Endnotes, endnotesOf } from './endnotes.ts'
import { mayHaveFootnotes } from './footnotes.ts'
import { isTooDeep, lex, OversizedBody, type Token } from './gfm.ts'
import { type Marks, setMark } from './marks.ts'
import { outlineOf } from './outline.ts'
import type { Problem } from './problem.ts'
import { renderWithEndnotes } from './render-endnotes.ts'
import type { AddressUse, ResolvedTarget } from './safe-address.ts'
import { sanitise } from './sanitise.ts'
import { skim } from './skim.ts'
import { cleanSource, positionsIn, withoutForbiddenReferences } from './source-text.ts'
import { type Survey, surveyOf } from './survey.ts'
import { TokenPlaces } from './token-places.ts'
import { typeset } from './typeset.ts'

export type { AddressUse, ResolvedTarget }

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
  readonly resolve: (target: string, use: AddressUse) => ResolvedTarget
  /** Code stays plain without it. */
  readonly highlight?: Highlight
  /** The language whose quotation marks and dashes the text is set with; undefined where it stays as it is written. */
  readonly typography?: string | undefined
  /** Looks for what could be better as well, and outlines the body. */
  readonly thorough?: boolean
  /** Makes no HTML, and names no headings, where that would bring nothing to light. */
  readonly skims?: boolean
}

/** How a body is rendered. */
export interface RenderOptions {
  /** Whether the sanitiser is passed by where it would change nothing. Tests and measurements compare both ways. */
  readonly shortCut: boolean
}

/**
 * The safe HTML of a body in GitHub Flavored Markdown, every address absolute or beginning with `SITE_MARK`. Mistakes
 * come as diagnostics; with an error among them the HTML is empty. Time is not bounded here: hostile Markdown can take
 * minutes, so call it where it can be ended. The same arguments give the same result.
 */
export function renderBody(markdown: string, context: BodyContext, options: RenderOptions = { shortCut: true }): RenderedBody {
  if (Buffer.byteLength(markdown) > MAX_SOURCE_BYTES) return refused(context, 'it is longer than 1 MiB')
  try {
    return renderWithin(markdown, context, options)
  } catch (error) {
    if (error instanceof OversizedBody) return refused(context, error.message)
    if (isTooDeep(error)) return refused(context, 'its lists, quotations or tags stand too deep within each other')
    throw error
  }
}

function renderWithin(markdown: string, context: BodyContext, { shortCut }: RenderOptions): RenderedBody {
  const source = cleanSource(markdown)
  const longest = longestFor(source)
  const skimmed = context.skims ? skim(source, { ...context, longest }) : undefined
  if (skimmed) {
    findAttributions(skimmed.tokens)
    return found({ markdown, source, context, ...skimmed, html: undefined, problems: [] })
  }
  const tokens = lex(source)
  const survey = surveyOf(tokens)
  findAttributions(tokens)
  const endnotes = mayHaveFootnotes(source) ? endnotesOf(tokens, context.permalink) : undefined
  const set = context.typography === undefined ? undefined : typeset(tokens, context.typography)
  const writing = { ...(context.highlight && { highlight: context.highlight }), ...(set && { typeset: set }) }
  const body: Body = { tokens, source, context, survey, endnotes, writing }
  const problems: Problem[] = []
  const direct = shortCut ? writtenDirectly(body) : undefined
  const html = direct ?? sanitised(body, problems)
  return found({ markdown, source, tokens, context, html, room: longest - html.length, problems })
}

interface Read extends Located {
  /** Undefined where none was made. */
  readonly html: string | undefined
  readonly room: number
  readonly problems: readonly Problem[]
}

/** What comes of a body, with what could be better in it where that is asked for. */
function found({ html, room, problems, ...body }: Read): RenderedBody {
  const { tokens, source, context } = body
  const remarks = context.thorough ? bodyRemarks(tokens, source) : []
  const diagnostics = located([...problems, ...remarks], body)
  return {
    html: diagnostics.some(({ severity }) => severity === 'error') ? '' : (html ?? ''),
    diagnostics,
    ...(context.thorough && { outline: outlineOf({ ...body, html, room }) }),
  }
}

interface Body {
  readonly tokens: Token[]
  readonly source: string
  readonly context: BodyContext
  readonly survey: Survey
  readonly endnotes: Endnotes | undefined
  readonly writing: Omit<WritingContext, 'slugger'>
}

/** The HTML, where the sanitiser would find nothing to do and nothing to complain of. */
function writtenDirectly({ tokens, source, context, survey, endnotes, writing }: Body): string | undefined {
  const headingShift = survey.hasTopHeading ? 1 : 0
  const html = directHtml(tokens, survey, { ...context, ...writing, headingShift, slugger: sluggerWithout(endnotes), endnotes })
  return html === undefined || mayBeOvergrown(html, source) ? undefined : html
}

/** The HTML that the sanitiser leaves. What it takes out and what it finds wrong is added to `problems`. */
function sanitised({ tokens, source, context, survey, endnotes, writing }: Body, problems: Problem[]): string {
  const marks: Marks = []
  const slugger = sluggerWithout(endnotes)
  const written = withoutForbiddenReferences(
    renderWithEndnotes(tokens, new BodyRenderer(marks, { ...writing, slugger }), endnotes),
  )
  refuseOvergrown(written, source)
  const html = sanitise(written + setMark(marks, { kind: 'end', token: undefined, offset: 0 }), {
    ...context,
    marks,
    slugger,
    headingShift: survey.hasTopHeading ? 1 : 0,
    report: problem => problems.push(problem),
  })
  refuseOvergrown(html, source)
  return html
}

/** Makes ids for headings, none of which is a footnote's. */
function sluggerWithout(endnotes: Endnotes | undefined): GithubSlugger {
  const slugger = new GithubSlugger()
  for (const { id, references } of endnotes?.notes ?? []) for (const taken of [id, ...references]) slugger.slug(taken)
  return slugger
}

/**
 * Whether the sanitiser could have been given more than is allowed. What it is given is at most six times what it leaves,
 * where that is quotation marks alone, and the references that stand in the text.
 */
function mayBeOvergrown(html: string, source: string): boolean {
  return 6 * html.length + source.length > longestFor(source)
}

function longestFor(source: string): number {
  return Math.min(MAX_HTML_LENGTH, MAX_GROWTH * source.length + ALWAYS_ALLOWED_LENGTH)
}

function refuseOvergrown(html: string, source: string): void {
  if (html.length > longestFor(source)) {
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
  const positionOf = positionsIn(markdown)
  return problems
    .map(({ mark, ...problem }): Diagnostic => {
      const offset = mark?.token === undefined ? 0 : (places.offsetOf(mark.token, mark.offset) ?? 0)
      const { line, column } = positionOf(offset)
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
