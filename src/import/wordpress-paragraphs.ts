/** A tag of an element that stands on lines of its own. */
const TAG = String.raw`<\/?(?:address|article|aside|audio|blockquote|caption|dd|details|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|iframe|li|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul|video)\b[^<>]*>`

/** What is written line by line stands as it is, from its tag to its end. */
const WHOLE = ['pre', 'script', 'style'].map(name => String.raw`<${name}\b(?:(?!<${name}\b)[\s\S])*?<\/${name}>`).join('|')

const PARTS = new RegExp(`(${WHOLE}|${TAG})`, 'i')
const WHOLE_PARTS = new RegExp(`(${WHOLE})`, 'i')

/** Elements whose text needs no paragraph. */
const HOLDS_TEXT = /^<(?:address|audio|caption|dd|dt|figcaption|figure|h[1-6]|iframe|li|p|summary|td|th|video)\b/i

/** Before blocks, WordPress made paragraphs of empty lines and line breaks of line ends, but not of what is HTML already. */
export function withParagraphs(html: string): string {
  // Within a tag, a line end is a blank.
  const parts = html.replace(/<[a-z][^<>]*>/gi, tag => tag.replaceAll('\n', ' ')).split(PARTS)
  return parts.map((part, index) => (index % 2 === 1 ? part : paragraphsOf(part, parts[index - 1] ?? ''))).join('')
}

/** A text with every part of it changed that is not written line by line. */
export function outsidePreformatted(html: string, change: (text: string) => string): string {
  return html
    .split(WHOLE_PARTS)
    .map((part, index) => (index % 2 === 1 ? part : change(part)))
    .join('')
}

function paragraphsOf(text: string, tagBefore: string): string {
  const chunks = text
    .split(/\n\s*\n/)
    .map(chunk => withBreaks(chunk.trim()))
    .filter(chunk => chunk !== '')
  if (chunks.length === 1 && HOLDS_TEXT.test(tagBefore)) return chunks.join('')
  return chunks.map(chunk => (isTagsAlone(chunk) ? chunk : `<p>${chunk}</p>`)).join('\n')
}

function withBreaks(chunk: string): string {
  const lines = chunk.split('\n').map(line => line.trim())
  return lines.map((line, index) => (index === lines.length - 1 || /<br\s*\/?>$/i.test(line) ? line : `${line}<br>`)).join('\n')
}

/** The beginning or end of an element around others, as of a link around a heading. */
function isTagsAlone(chunk: string): boolean {
  return !/<(?:img|picture|object|embed)\b/i.test(chunk) && chunk.replace(/<[^<>]*>/g, '').trim() === ''
}
