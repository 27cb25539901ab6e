import { wordsOf } from '../platform/words-of.ts'
import { STAGE_FOLDER } from '../state/paths.ts'
import { faultOfMachine } from './explain-failure.ts'
import type { RunLog } from './run-log.ts'

// Who runs Courant has named the folder, and it was there.
const NEWSROOM_REMEDY = 'put its folder back, or mount it again'

const STAGED = new RegExp(`(/\\${STAGE_FOLDER})/[^\\s']*`, 'g')

/** Tells why nothing can be published: once, until the reason is another or something is published again. */
export function tellFailures({ tell }: Pick<RunLog, 'tell'>): {
  readonly failed: (error: unknown) => void
  readonly over: () => void
} {
  let told: string | undefined
  return {
    failed: error => {
      const fault = faultOfMachine(error)
      const words = `could not publish: ${wordsOf(error)}; what is public is served, and it is tried again until it works`
      // Whichever of its files a publish came to this time.
      const reason = words.replaceAll(STAGED, '$1')
      if (reason === told) return
      told = reason
      const remedy = fault?.code === 'no-newsroom' ? NEWSROOM_REMEDY : fault?.remedy
      tell({ level: 'error', event: 'publish-failed', words, remedy, facts: fault && { code: fault.code } })
    },
    over: () => {
      told = undefined
    },
  }
}
