import { posix } from 'node:path'
import type { ParsedArticle } from '../article/parse-article.ts'
import { isPublishable } from '../images/media-types.ts'
import { isStaticFile, type SourcePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { isArticleFile, type ListedFile } from './list-files.ts'

/** What programs that mean Markdown call it, and what others make of that. */
const NEARLY_MARKDOWN = /\.(?:md|mdx|markdown|mdown|mkd)(?:\.txt)?$/i

/** How texts end that somebody may have meant as a story: plain text, web pages, word processors, other markup. */
const TEXT = /\.(?:txt|text|html?|xhtml|docx?|odt|rtf|pages|adoc|asciidoc|rst|org|textile|tex)$/i

/** Names without an ending that belong to a folder and not to a newsroom. */
const OF_A_FOLDER = /^(?:readme|licen[cs]e|copying|notice|authors|cname|codeowners|makefile)$/i

/** What tells whether a file is meant for readers as it is. */
export interface Mentions {
  readonly articles: readonly Attaching[]
  /** The text of a file; undefined where it cannot be read. */
  readonly textOf: (file: ListedFile) => string | undefined
}

/** A story, as far as it names files. */
type Attaching = Pick<ParsedArticle, 'attachments'>

/**
 * Warns about files among the articles that look like a story and are none: nobody would notice that they are not published. A document
 * that an article attaches, or names in its text, is published with it.
 */
export function unpublishedFiles(files: readonly ListedFile[], mentions: Mentions): readonly Diagnostic[] {
  const isMentioned = mentionedIn(files, mentions)
  return storyLike(files).filter(({ path }) => !mayBeMentioned(path) || !isMentioned(path))
}

/** The warnings about files that an article may name, so that each holds for as long as none does. */
export function doubtfulFiles(files: readonly Pick<ListedFile, 'path'>[]): readonly Diagnostic[] {
  return storyLike(files).filter(({ path }) => mayBeMentioned(path))
}

/** Which of these files an article attaches, or names in its text. */
export function mentionedBy(
  { attachments, text }: Attaching & { readonly text: string },
  files: readonly SourcePath[],
): readonly SourcePath[] {
  const attached = new Set(attachments.map(({ path }) => path))
  return files.filter(path => attached.has(path) || isNamedIn(text.normalize('NFC'), path))
}

/** A warning for every file that looks like a story and is none. */
function storyLike(files: readonly Pick<ListedFile, 'path'>[]): readonly Diagnostic[] {
  return files.flatMap(({ path }): readonly Diagnostic[] => {
    if (isArticleFile(path) || isStaticFile(path)) return []
    const remedy = remedyFor(path)
    if (remedy === undefined) return []
    const message = 'this file is not published: its name does not end in .md'
    return [{ severity: 'warning', code: 'misnamed', path, line: 1, column: 1, message, remedy }]
  })
}

function mayBeMentioned(path: SourcePath): boolean {
  return isPublishable(path) && !NEARLY_MARKDOWN.test(path)
}

function isNamedIn(text: string, path: SourcePath): boolean {
  const name = posix.basename(path)
  return text.includes(name) || text.includes(encodeURI(name))
}

/** What to do about a file that may be meant as a story; undefined for every other. */
function remedyFor(path: SourcePath): string | undefined {
  const name = posix.basename(path)
  if (NEARLY_MARKDOWN.test(name)) return `rename it to ${name.replace(NEARLY_MARKDOWN, '.md')}`
  if (!name.includes('.')) return OF_A_FOLDER.test(name) ? undefined : `rename it to ${name}.md, or move it out of the articles`
  if (!TEXT.test(name)) return undefined
  const story = name.replace(TEXT, '.md')
  if (/\.te?xt$/i.test(name)) return `rename it to ${story}, or attach it to a story`
  if (/html?$/i.test(name)) return `save its text as ${story}, or move it into static/ to publish it as it is`
  return `save its text as ${story}${isPublishable(path) ? ', or attach it to a story' : ''}`
}

/** Whether an article attaches a file or names it in its text. Texts are read at the first question: mostly there is none. */
function mentionedIn(files: readonly ListedFile[], { articles, textOf }: Mentions): (path: SourcePath) => boolean {
  let texts: readonly string[] | undefined
  let attached: ReadonlySet<string> | undefined
  return path => {
    attached ??= new Set(articles.flatMap(article => article.attachments.map(attachment => attachment.path)))
    if (attached.has(path)) return true
    texts ??= files.filter(file => isArticleFile(file.path)).flatMap(file => textOf(file)?.normalize('NFC') ?? [])
    return texts.some(text => isNamedIn(text, path))
  }
}
