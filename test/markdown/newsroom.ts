import { highlightCode } from '../../src/markdown/highlight-code.ts'
import { type BodyContext, type ResolvedTarget, renderBody } from '../../src/markdown/render-body.ts'
import { SITE_MARK } from '../../src/model/body.ts'
import type { Diagnostic } from '../../src/model/diagnostic.ts'

/** A small newsroom: what its addresses lead to. */
const TARGETS: Readonly<Record<string, ResolvedTarget>> = {
  'map.png': { kind: 'file', path: '/2015/map.png', width: 640, height: 480 },
  'wide map.png': { kind: 'file', path: '/2015/wide map.png' },
  'hearing.mp3': { kind: 'file', path: '/2015/hearing.mp3' },
  'film.mp4': { kind: 'file', path: '/2015/film.mp4' },
  'draft.mp4': { kind: 'unpublished' },
  '../2015/kazakhstan.md': { kind: 'page', path: '/2015/kazakhstan/' },
  '/about/': { kind: 'page', path: '/about/' },
  'қазақстан.md': { kind: 'page', path: '/2015/қазақстан/' },
  'draft.md': { kind: 'unpublished' },
  'draft.png': { kind: 'unpublished' },
}

export const CONTEXT: BodyContext = {
  path: '2015/story.md',
  bodyLine: 8,
  permalink: '/2015/story/',
  highlight: highlightCode,
  resolve: target => TARGETS[target] ?? { kind: 'missing' },
}

/** The HTML of a body in this newsroom, with `@` in the place of the mark. */
export function htmlOf(markdown: string): string {
  return renderBody(markdown, CONTEXT).html.replaceAll(SITE_MARK, '@').trim()
}

/** The diagnostics of a body, each as `severity code line:column`. */
export function findingsOf(markdown: string): string[] {
  return renderBody(markdown, CONTEXT).diagnostics.map(placed)
}

function placed({ severity, code, line, column }: Diagnostic): string {
  return `${severity} ${code} ${line}:${column}`
}
