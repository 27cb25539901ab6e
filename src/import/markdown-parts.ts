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

/**
 * The text with every part of it changed that is not code: neither between fences nor in backquotes, whose content is shown
 * and means nothing.
 */
export function outsideCode(markdown: string, change: (text: string) => string): string {
  return markdown
    .split(
      /((?:^|\n)(?: {0,3})(`{3,}|~{3,})[^\n]*\n[\s\S]*?\n {0,3}\2[`~]*[ \t]*(?=\n|$)|(?<!`)(`+)(?!`)[^\n]*?[^`\n](?:\3)(?!`))/,
    )
    .map((part, index) => (index % 4 === 0 ? change(part) : index % 4 === 1 ? part : ''))
    .join('')
}
