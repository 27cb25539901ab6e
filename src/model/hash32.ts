/** FNV-1a over the UTF-16 units of a text: a number of 32 bits, with its sign. */
export function hash32(text: string): number {
  let number = 0x811c9dc5
  for (let index = 0; index < text.length; index++) number = Math.imul(number ^ text.charCodeAt(index), 0x01000193)
  return number
}
