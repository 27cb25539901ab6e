import type { SitePath } from '../model/address.ts'

/** Where a preview's own files and its events are: no story's address and no published file begins with a dot. */
export const OWN_PATHS = {
  script: '/.courant/preview.js',
  style: '/.courant/preview.css',
  events: '/.courant/events',
} as const satisfies Record<string, SitePath>

/**
 * Loads the page again when it is not the newest version any more; the browser keeps the place to which it was scrolled. A window
 * that nobody looks at asks nothing: browsers allow six connections to a server, and wait in line for more.
 */
export const SCRIPT = `const { version, events } = document.currentScript.dataset
const bar = document.querySelector('.courant-preview')
let source

function listen() {
  source?.close()
  source = undefined
  if (document.visibilityState === 'hidden') return
  source = new EventSource(events)
  source.onopen = () => bar?.classList.remove('lost')
  source.onerror = () => bar?.classList.add('lost')
  source.onmessage = ({ data }) => {
    if (data !== version) location.reload()
  }
}

document.addEventListener('visibilitychange', listen)
addEventListener('pagehide', () => source?.close())
addEventListener('pageshow', listen)
`
