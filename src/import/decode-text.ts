import { isUtf8 } from 'node:buffer'

/**
 * Text of bytes that came from elsewhere: by their byte order mark, else by `charset` (of a Content-Type), else by what an XML
 * declaration in them says (XML 1.0 §4.3.3), else as UTF-8. What says that it is UTF-8 and is not, is mostly windows-1252.
 */
export function decodeText(bytes: Uint8Array, charset?: string): string {
  const marked = byMark(bytes)
  const label = marked ?? charset ?? byShape(bytes) ?? declared(bytes) ?? 'utf-8'
  const decoder = decoderOf(label)
  if (decoder.encoding === 'utf-8' && !isUtf8(bytes)) return new TextDecoder('windows-1252').decode(bytes)
  return decoder.decode(bytes)
}

function byMark([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}

/** UTF-16 without a mark: its `<` stands beside a zero. */
function byShape([first, second]: Uint8Array): string | undefined {
  if (first === 0x3c && second === 0) return 'utf-16le'
  return first === 0 && second === 0x3c ? 'utf-16be' : undefined
}

const DECLARATION_BYTES = 256

function declared(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder('windows-1252').decode(bytes.subarray(0, DECLARATION_BYTES))
  const label = /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1]
  // It was read as single bytes: whatever it says of itself, UTF-16 it is not.
  return label && /^utf-?16/i.test(label) ? undefined : label
}

function decoderOf(label: string): TextDecoder {
  try {
    return new TextDecoder(label)
  } catch (error) {
    if (error instanceof RangeError) return new TextDecoder()
    throw error
  }
}
