import type { Changes } from './changes.ts'

/** What became of a delivery, and what differs there now. */
export type Delivered =
  /** What stands there is what was to. */
  | { readonly kind: 'delivered'; readonly changes: Changes }
  /** Something was published meanwhile, or somebody else delivered: it is to be looked at anew. */
  | { readonly kind: 'overtaken'; readonly changes: Changes }
  /** Somebody went back to an earlier release, and nothing newer follows it until they say so. */
  | { readonly kind: 'held'; readonly changes: Changes }
  | { readonly kind: 'failed'; readonly changes: Changes; readonly error: unknown }
