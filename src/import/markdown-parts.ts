/** An image in Markdown; its caption, where it has one, as its title. */
export function markdownImage({
  address,
  alt = '',
  caption,
}: {
  readonly address: string
  readonly alt?: string | undefined
  readonly caption?: string | undefined
}): string {
  const title = caption === undefined || caption === '' ? '' : ` "${caption.replace(/\s+/g, ' ').replace(/["\\]/g, '\\$&')}"`
  return `![${alt.replace(/[[\]\\]/g, '\\$&')}](${destination(address)}${title})`
}

export function markdownLink(text: string, address: string): string {
  return `[${text.replace(/[[\]\\]/g, '\\$&')}](${destination(address)})`
}

/** An address as Markdown takes it (CommonMark §6.3). */
export function destination(address: string): string {
  return /^[^\s<>()]+$/.test(address) ? address : `<${address.replace(/[<>\n]/g, encodeURIComponent)}>`
}

/** Code between fences that are longer than any in it. */
export function fencedCode(code: string, language: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`{3,}/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${code.replace(/^\n|\n$/g, '')}\n${fence}`
}

/** A text in which what `pattern` finds, by an argument and the code after it, is a block of code, wherever in a line it stood. */
export function withCodeBlocks(text: string, pattern: RegExp, languageOf: (argument: string) => string): string {
  return text.replace(pattern, (found: string, argument: string, code: string, start: number) => {
    const end = start + found.length
    const lineEnd = text.indexOf('\n', end)
    const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
    const after = text.slice(end, lineEnd < 0 ? undefined : lineEnd)
    const [gapBefore, gapAfter] = [before, after].map(words => (words.trim() === '' ? '' : '\n\n'))
    return `${gapBefore}${fencedCode(code, languageOf(argument))}${gapAfter}`
  })
}

const CODE_SPAN = /((?<!`)(`+)(?!`)[^\n]*?[^`\n]\2(?!`))/

/**
 * The text with every part of it changed that is not code: neither between fences nor in backquotes, whose content is shown
 * and means nothing; `inCode` changes that.
 */
export function outsideCode(
  markdown: string,
  change: (text: string) => string,
  inCode: (code: string) => string = code => code,
): string {
  return betweenFences(markdown)
    .map((text, index) => {
      if (index % 2 === 1) return inCode(text)
      const parts = text.split(CODE_SPAN)
      return parts.map((part, at) => (at % 3 === 0 ? change(part) : at % 3 === 1 ? inCode(part) : '')).join('')
    })
    .join('')
}

/** Whether a text has terms with definitions under them, which only Markdown's dialects know. */
export function holdsDefinitions(markdown: string): boolean {
  let isFound = false
  outsideCode(markdown, part => {
    isFound ||= /^[^\s:][^\n]*\n\n?: {1,3}\S/m.test(part)
    return part
  })
  return isFound
}

/** What stands outside fences and what stands in them, by turns. A fence that nothing closes is none. */
function betweenFences(markdown: string): readonly string[] {
  const lines = markdown.split(/(?<=\n)/)
  const closings = lines.map(line => /^ {0,3}(`{3,}|~{3,})[ \t]*$/m.exec(line)?.[1] ?? '')
  // The longest fence of each kind that can close from a line on, so that none is looked for in vain.
  const longest = { '`': closings.map(() => 0), '~': closings.map(() => 0) }
  for (const sign of ['`', '~'] as const)
    for (let at = lines.length - 1; at >= 0; at--) {
      const own = closings[at]?.startsWith(sign) ? (closings[at]?.length ?? 0) : 0
      longest[sign][at] = Math.max(own, longest[sign][at + 1] ?? 0)
    }
  const parts = ['']
  for (let at = 0; at < lines.length; at++) {
    const fence = /^ {0,3}(`{3,}|~{3,})/.exec(lines[at] ?? '')?.[1] ?? ''
    const sign = fence.startsWith('~') ? '~' : '`'
    if (fence === '' || (longest[sign][at + 1] ?? 0) < fence.length) {
      parts.push((parts.pop() ?? '') + lines[at])
      continue
    }
    let end = at + 1
    while (!closings[end]?.startsWith(fence)) end++
    parts.push(lines.slice(at, end + 1).join(''), '')
    at = end
  }
  return parts
}
