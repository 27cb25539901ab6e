import { Tokenizer, type Tokens } from 'marked'

/** Where plain text may end. Everything else in it is passed over in one search. */
const MAY_END = /[\\<![`*~_@:\n]|[hH][tT][tT][pP]|www\./g

/** What stands before the `@` of an e-mail address, as marked looks for it in text. */
const MAILBOX = /[a-zA-Z0-9.!#$%&'*+/=?_`{|}~-]+/y
const MAILBOX_CHARACTER = /[a-zA-Z0-9.!#$%&'*+/=?_`{|}~-]/

/** How a bare address begins: `name@h`, `https:`, `mailto:`, `www.`. */
const ADDRESS_START = /^(?:[A-Za-z0-9._+-]+(?:@[\w-]|:)|www\.)/

const DELIMITER_ROW_START = / {0,3}[|:-]/y

/** What begins a line that may underline a heading or interrupt a paragraph. */
const SPECIAL_LINE_START = /[\s=#>*+_`~|<:\d-]/y

/**
 * Marked's own tokenizer, faster, with the same tokens. Marked tries every rule at every place, each a regular
 * expression; here the first characters decide whether a rule can match at all, and plain text, which is most of a news
 * story, is scanned once. `paragraph`, `emStrong` and `del` stay as they are: marked's lexer does more work, and merges
 * paragraphs otherwise, when it finds them replaced. The rest already looks at its first character.
 */
export class GuardedTokenizer extends Tokenizer {
  override space(src: string): Tokens.Space | undefined {
    return isSpaceOrTab(src[0]) || src[0] === '\n' ? super.space(src) : undefined
  }

  override code(src: string): Tokens.Code | undefined {
    return isSpaceOrTab(src[0]) ? super.code(src) : undefined
  }

  override fences(src: string): Tokens.Code | undefined {
    const marker = markerOf(src)
    return marker === '`' || marker === '~' ? super.fences(src) : undefined
  }

  override heading(src: string): Tokens.Heading | undefined {
    return markerOf(src) === '#' ? super.heading(src) : undefined
  }

  override hr(src: string): Tokens.Hr | undefined {
    const marker = markerOf(src)
    return marker === '-' || marker === '*' || marker === '_' ? super.hr(src) : undefined
  }

  override blockquote(src: string): Tokens.Blockquote | undefined {
    return markerOf(src) === '>' ? super.blockquote(src) : undefined
  }

  override list(src: string): Tokens.List | undefined {
    const marker = markerOf(src)
    return marker === '-' || marker === '*' || marker === '+' || isDigit(marker) ? super.list(src) : undefined
  }

  override html(src: string): Tokens.HTML | undefined {
    return markerOf(src) === '<' ? super.html(src) : undefined
  }

  override def(src: string): Tokens.Def | undefined {
    return markerOf(src) === '[' ? super.def(src) : undefined
  }

  override table(src: string): Tokens.Table | undefined {
    return mayBeginTable(src) ? super.table(src) : undefined
  }

  override lheading(src: string): Tokens.Heading | undefined {
    for (let line = src.indexOf('\n') + 1; line > 0; line = src.indexOf('\n', line) + 1) {
      if (src[line] === '\n') return undefined
      if (matchesAt(SPECIAL_LINE_START, src, line)) return super.lheading(src)
    }
    return undefined
  }

  override url(src: string): Tokens.Link | undefined {
    return ADDRESS_START.test(src) ? super.url(src) : undefined
  }

  override inlineText(src: string): Tokens.Text | undefined {
    if (src[0] === '`' || src[0] === '~') return super.inlineText(src)
    const text = src.slice(0, endOfText(src))
    if (text.includes('&#')) return super.inlineText(src)
    return { type: 'text', raw: text, text, escaped: this.lexer.state.inRawBlock }
  }
}

/** Whether the second line can be the row of hyphens below a table's head. */
export function mayBeginTable(src: string): boolean {
  const secondLine = src.indexOf('\n') + 1
  return secondLine > 0 && matchesAt(DELIMITER_ROW_START, src, secondLine)
}

/** The first character after the indentation that a block may have. */
function markerOf(src: string): string | undefined {
  let at = 0
  while (at < 3 && src[at] === ' ') at += 1
  return src[at]
}

/** Where the plain text ends that begins at the start: as far as marked's rule `text` takes it, at least one character. */
function endOfText(src: string): number {
  if (src[1] === '`' || src[1] === '~') return 1
  const word = endOfMailbox(src, 1)
  if (word > 1 && src[word] === '@') return 1
  MAY_END.lastIndex = 1
  while (MAY_END.test(src)) {
    const end = endAt(src, MAY_END.lastIndex - 1)
    if (end > 0) return end < word || src[endOfMailbox(src, end)] !== '@' ? end : startOfMailbox(src, end)
  }
  return src.length
}

/**
 * Where text ends for what `MAY_END` found, `last` being its last character; 0 where the text goes on. An end among the
 * characters of an e-mail address lies too far: the whole address is left for the next token.
 */
function endAt(src: string, last: number): number {
  switch (src[last]) {
    case '@': {
      const start = startOfMailbox(src, last)
      return start < last ? start : 0
    }
    case ':':
      return startOfScheme(src, last)
    case '\n': {
      const start = startOfSpaces(src, last)
      return last - start >= 2 ? start : 0
    }
    case '.':
      return /[\s*_~(]/.test(src[last - 4] ?? '') ? last - 3 : 0
    case 'p':
    case 'P':
      return last - 3
    default:
      return last
  }
}

function endOfMailbox(src: string, start: number): number {
  return matchesAt(MAILBOX, src, start) ? MAILBOX.lastIndex : start
}

function startOfMailbox(src: string, end: number): number {
  let start = end
  while (start > 1 && MAILBOX_CHARACTER.test(src[start - 1] ?? '')) start -= 1
  return start
}

function startOfSpaces(src: string, end: number): number {
  let start = end
  while (start > 1 && src[start - 1] === ' ') start -= 1
  return start
}

/** Where `mailto:`, `xmpp:` or `ftp://` begins whose colon this is; 0 where there is none. */
function startOfScheme(src: string, colon: number): number {
  const scheme = /(?:(?<=[^a-zA-Z0-9])(?:mailto|xmpp)|(?<=.)[fF][tT][pP])$/s.exec(src.slice(Math.max(0, colon - 7), colon))?.[0]
  if (scheme === undefined) return 0
  return scheme.length > 3 || src.startsWith('//', colon + 1) ? colon - scheme.length : 0
}

function matchesAt(pattern: RegExp, src: string, at: number): boolean {
  pattern.lastIndex = at
  return pattern.test(src)
}

function isSpaceOrTab(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9'
}
