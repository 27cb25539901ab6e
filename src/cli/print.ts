// Whatever Courant writes for people or programs goes through here: values, file names and imported texts are other people's, and a terminal
// acts on what is in them (ESC ]52 writes to the clipboard, ESC [ and its C1 form move the cursor and rewrite lines, BEL rings).

/**
 * Characters that a terminal acts on, or that make a line read otherwise than it is: C0 but tab and line end, DEL, C1, marks of direction,
 * separators of lines, tags, and half a surrogate pair.
 */
const UNSAFE = /[[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\u{E0000}-\u{E007F}]--[\t\n]]/gv

/** The text with every such character written out, as `\x1B` or `\u202E`: it can be seen, and does nothing. Line ends stay. */
export function visible(text: string): string {
  return text.replace(UNSAFE, escapeOf)
}

/** The same of what belongs on one line: a line end in it would begin a line that looks like Courant's own. */
export function oneLine(text: string): string {
  return visible(text).replaceAll('\n', '\\n')
}

function escapeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase()
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\u{${code}}`
}

/** Writes to a stream; `writeBounded` where its reader may have stopped. */
export type Write = (stream: NodeJS.WriteStream, text: string) => void

const plainly: Write = (stream, text) => void stream.write(text)

/** Writes text for people to standard error, or where it is sent. */
export function printText(text: string, stream: NodeJS.WriteStream = process.stderr): void {
  plainly(stream, visible(text))
}

/** Writes a value for programs to standard output, one line of JSON. */
export function printJson(value: unknown, write: Write = plainly): void {
  write(process.stdout, `${safeJson(JSON.stringify(value))}\n`)
}

/** JSON that says the same without a character that a terminal acts on: `JSON.stringify` leaves DEL, C1 and marks of direction as they are. */
export function safeJson(json: string): string {
  return json.replace(UNSAFE, character =>
    Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
      '',
    ),
  )
}
