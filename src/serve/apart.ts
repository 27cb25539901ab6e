/**
 * The same bytes in memory of their own. What Node reads or compresses is part of a larger piece, which all of it stays for as long as
 * any part is kept: a memory of 64 MiB held three times that.
 */
export function apart(bytes: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(bytes.length)
  bytes.copy(own)
  return own
}
