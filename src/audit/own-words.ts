/** The text of a link, which holds no other link; an image within it is as good as its text. */
const LINK_TEXT = String.raw`\[(?:!\[[^\]]{0,500}\]\([^)]{0,500}\)|[^\][]){1,500}\]`

/** Where links stand in Markdown and HTML: inline, by reference, the definitions of references, and bare addresses. */
const LINKS = new RegExp(
  [
    String.raw`(?<!!)${LINK_TEXT}(?:\((?:<[^>\n]{0,2000}>|[^\s()]{0,2000}(?:\([^\s()]{0,500}\)[^\s()]{0,500})?)(?:\s+(?:"[^"]{0,500}"|'[^']{0,500}'))?\s*\)|\[[^\]]{0,200}\])`,
    String.raw`^ {0,3}\[[^\]^][^\]]{0,200}\]:[^\n]*`,
    String.raw`<a\s[^>]{0,2000}>.{0,2000}?<\/a>`,
    String.raw`(?:https?:\/\/|www\.|mailto:)[^\s<>"']+`,
  ].join('|'),
  'gims',
)

/**
 * A text in which nothing is left of links: stories that say nothing of one another lead to the same places by the same words. What it says
 * around them stays where it is, byte for byte, so that a passage is found at its place.
 */
export function withoutLinks(text: string): string {
  return text.replace(LINKS, link => link.replace(/[^\n]+/g, part => BARRIER.repeat(Buffer.byteLength(part))))
}

// Words before it and behind it make no passage together.
const BARRIER = '<'
