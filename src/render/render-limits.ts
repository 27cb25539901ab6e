import type { RenderLimits } from './render-pool.ts'

/** Ordinary articles take a millisecond; this long only what was written to be slow. */
export const RENDER_LIMITS: RenderLimits = { deadlineMs: 10_000 }
