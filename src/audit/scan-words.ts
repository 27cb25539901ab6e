/**
 * What is told of a word: a hash of its letters in lower case, their number in bytes, and where it begins. No letters: a tag begins or
 * ends there, and what stands before it does not belong to what follows.
 */
export type OnWord = (hash: number, letters: number, start: number) => void

const FNV_BASIS = 0x811c9dc5
const FNV_PRIME = 0x01000193

const [AMPERSAND, HASH, SEMICOLON, PERCENT, BACKSLASH, LESS, MORE] = [0x26, 0x23, 0x3b, 0x25, 0x5c, 0x3c, 0x3e]
const ESCAPED = new Set(Buffer.from('nrtbfu"\\/'))

/** Each byte as a letter in lower case; 0 where it parts words. */
const LETTERS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte)
  return byte >= 0x80 || /[0-9a-zA-Z]/.test(character) ? (byte < 0x80 ? character.toLowerCase().charCodeAt(0) : byte) : 0
})

/** First bytes of characters of which some part words, or are one by themselves. */
const LEADS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(byte === 0xc2 || (byte >= 0xe0 && byte <= 0xe9 && byte !== 0xe1)),
)

/**
 * Finds the words of UTF-8 text, the same in an article, a page, a feed and JSON: no mark, entity or escape is part of one, and case
 * and what stands between words are nothing. Of scripts that put no blank between words, each character is one.
 */
export function scanWords(bytes: Uint8Array, onWord: OnWord): void {
  const { length } = bytes
  let hash = FNV_BASIS
  let letters = 0
  // Whether what is read may be the name of an entity, which is known at its semicolon.
  let isEntity = false
  for (let at = 0; at <= length; at++) {
    const byte = at < length ? (bytes[at] ?? 0) : 0
    const wide = LEADS[byte] === 1 ? widthOf(byte, bytes[at + 1] ?? 0) : 0
    const letter = LETTERS[byte] ?? 0
    if (wide === 0 && letter !== 0) {
      hash = Math.imul(hash ^ letter, FNV_PRIME)
      letters++
      continue
    }
    const ended = letters > 0
    if (ended && isEntity && byte === SEMICOLON) {
      // `&amp;lt;` is one more within.
      if (hash === LT || hash === GT) onWord(0, 0, at)
    } else {
      if (ended) onWord(hash, letters, at - letters)
      isEntity = byte === AMPERSAND || (isEntity && !ended && byte === HASH)
    }
    hash = FNV_BASIS
    letters = 0
    if (wide !== 0) {
      if (wide < 0) onWord(hashOf(bytes, at, 3), 3, at)
      at += Math.abs(wide) - 1
    } else if (byte === LESS || byte === MORE) onWord(0, 0, at)
    else if (byte === PERCENT && isHex(bytes[at + 1]) && isHex(bytes[at + 2])) at += 2
    else if (byte === BACKSLASH && ESCAPED.has(bytes[at + 1] ?? 0)) at++
  }
}

const LT = hashOf(Buffer.from('lt'), 0, 2)
const GT = hashOf(Buffer.from('gt'), 0, 2)

/** Bytes of a character that parts words, or, negative, of one that is a word by itself; 0 for any that is part of a word. */
function widthOf(byte: number, next: number): number {
  // Punctuation of Latin-1, and General Punctuation (U+2000 to U+206F).
  if (byte === 0xc2) return 2
  if (byte === 0xe2) return next === 0x80 || next === 0x81 ? 3 : 0
  if (byte === 0xe3 && next === 0x80) return 3
  // Kana and Han; Thai and Lao.
  return byte >= 0xe3 || (next >= 0xb8 && next <= 0xbb) ? -3 : 0
}

function hashOf(bytes: Uint8Array, at: number, length: number): number {
  let hash = FNV_BASIS
  for (let index = at; index < at + length; index++) hash = Math.imul(hash ^ (bytes[index] ?? 0), FNV_PRIME)
  return hash
}

function isHex(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66))
}
