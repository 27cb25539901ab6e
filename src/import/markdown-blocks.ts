import { type ResolvedTarget, renderBody } from '../markdown/render-body.ts'
import { htmlToMarkdown } from './html-to-markdown.ts'
import type { Element, Node } from './markup.ts'
import { isElement } from './markup-tree.ts'
import { sameHtml } from './same-html.ts'
import { writeHtml } from './write-html.ts'

/**
 * Blocks of HTML as an article has them: each in Markdown, or, where Markdown would lose something of it, in the HTML that
 * articles may hold. Which loses less is seen by rendering both.
 */
export function markdownBlocks(blocks: readonly Element[]): string {
  const written = blocks.map(block => ({ name: block.name, ...inMarkdown(block) }))
  const text = written.flatMap(({ text, name, isMarkdown }, index) => {
    const before = written[index - 1]
    // Two lists of one kind would become one.
    const parts =
      isMarkdown && before?.isMarkdown && before.name === name && (name === 'ul' || name === 'ol') ? ['<!-- -->'] : []
    return [...parts, text]
  })
  return text.length === 0 ? '' : `${text.join('\n\n')}\n`
}

function inMarkdown(block: Element): { readonly text: string; readonly isMarkdown: boolean } {
  const raw = rawBlock(block)
  const markdown = htmlToMarkdown(writeHtml([block])).trim()
  if (markdown !== '' && sameHtml(rendered(markdown), rendered(raw))) return { text: markdown, isMarkdown: true }
  return { text: raw, isMarkdown: false }
}

/** Elements with which a block of HTML can begin in Markdown (CommonMark §4.6). */
const BEGINNINGS = /^(blockquote|details|div|dl|figure|h[1-6]|hr|ol|p|pre|table|ul)$/

/** HTML as a block of Markdown: no empty line in it, which would end it. */
function rawBlock(block: Element): string {
  const html = writeHtml([withoutEmptyLines(block, block.name === 'pre')])
  return (BEGINNINGS.test(block.name) ? html : `<div>${html}</div>`).replaceAll(LINE_END, '&#10;')
}

/** In code, an empty line is written as a reference to it; elsewhere it means nothing. */
function withoutEmptyLines(element: Element, isCode: boolean): Element {
  const children = element.children.map((node): Node => {
    if (isElement(node)) return withoutEmptyLines(node, isCode || node.name === 'pre')
    return isCode ? node.replace(/\n(?=[ \t]*\n)/g, LINE_END) : node.replace(/\n\s*\n/g, '\n')
  })
  return { ...element, children }
}

// Stands for `&#10;` until the text around it is escaped.
const LINE_END = '\uFDD4'

function rendered(markdown: string): string {
  return renderBody(markdown, {
    path: '',
    bodyLine: 1,
    permalink: '/',
    resolve: (target): ResolvedTarget => ({ kind: 'file', path: `/${target}` }),
  }).html
}
