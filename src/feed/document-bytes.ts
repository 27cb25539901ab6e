import type { Frame } from './channel-model.ts'

/** A document of its frame and its items, as UTF-8. */
export function documentBytes({ open, between, close, empty }: Frame, items: readonly Uint8Array[]): Buffer {
  if (items.length === 0) return Buffer.from(open + empty)
  const separator = Buffer.from(between)
  const separated = items.flatMap((item, index) => (index === 0 ? [item] : [separator, item]))
  return Buffer.concat([Buffer.from(`${open}\n`), ...separated, Buffer.from(close)])
}
