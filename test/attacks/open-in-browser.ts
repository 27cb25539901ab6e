import type { Browser, BrowserContext } from 'playwright-core'

/** Where the pages stand for the browser. */
const ORIGIN = 'https://news.example.org'

/** What happened while documents were opened, and all in them provoked. */
export interface Happened {
  /** Documents in which something ran. */
  readonly ran: readonly string[]
  /** What was asked of any other host, and as what. */
  readonly elsewhere: readonly string[]
  /** How many elements were provoked. */
  readonly provoked: number
}

// Enough at once to be quick; each has a frame of its own.
const AT_ONCE = 60

/** In every frame before anything else: what runs says so. */
const ALARM = `window.alert = () => { window.top.alarms ??= []; window.top.alarms.push(location.pathname) }`

/** Fires events at everything in the frames, and clicks it; where a link or a form would lead is not gone to. */
const PROVOKE = `async paths => {
  const EVENTS = ['click', 'mouseover', 'focus', 'toggle', 'load', 'error', 'animationstart', 'pointerrawupdate', 'begin']
  const pause = ms => new Promise(resolve => setTimeout(resolve, ms))
  const frames = await Promise.all(paths.map(path => new Promise(resolve => {
    const frame = document.createElement('iframe')
    frame.addEventListener('load', () => resolve(frame), { once: true })
    frame.src = path
    document.body.append(frame)
  })))
  await pause(100)
  let provoked = 0
  const alarms = []
  for (const { contentWindow: inner, contentDocument: page, src } of frames) {
    if (!page) {
      alarms.push(src + ' was left')
      continue
    }
    const leads = element => /^(?:https?|mailto|tel):/.test(element?.href?.baseVal ?? element?.href ?? '')
    inner.addEventListener('click', event => leads(event.target.closest?.('[href]')) && event.preventDefault(), true)
    inner.addEventListener('submit', event => event.preventDefault(), true)
    for (const element of page.querySelectorAll('*')) {
      provoked++
      for (const type of EVENTS) element.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }))
      element.click?.()
    }
  }
  await pause(100)
  for (const frame of frames) frame.remove()
  return { provoked, alarms: [...alarms, ...(window.alarms ?? []).splice(0)] }
}`

/** Opens documents of a published site, without the headers by which our own server holds scripts back, and provokes them. */
export async function openAll(
  browser: Browser,
  out: ReadonlyMap<string, string | Buffer>,
  paths: readonly string[],
): Promise<Happened> {
  const context = await browser.newContext({ serviceWorkers: 'block' })
  try {
    const elsewhere = await serveFrom(context, out)
    await context.addInitScript(ALARM)
    const page = await context.newPage()
    const ran: string[] = []
    page.on('dialog', dialog => {
      ran.push(dialog.message())
      void dialog.dismiss()
    })
    await page.goto(`${ORIGIN}/start`)
    let provoked = 0
    for (let start = 0; start < paths.length; start += AT_ONCE) {
      const batch = paths.slice(start, start + AT_ONCE).map(path => `/${path.split('/').map(encodeURIComponent).join('/')}`)
      const outcome = await page.evaluate<{ provoked: number; alarms: string[] }>(`(${PROVOKE})(${JSON.stringify(batch)})`)
      provoked += outcome.provoked
      ran.push(...outcome.alarms)
    }
    return { ran, elsewhere, provoked }
  } finally {
    await context.close()
  }
}

async function serveFrom(context: BrowserContext, out: ReadonlyMap<string, string | Buffer>): Promise<string[]> {
  const elsewhere: string[] = []
  await context.route('**', route => {
    const request = route.request()
    const url = new URL(request.url())
    if (url.origin !== ORIGIN) {
      elsewhere.push(`${request.resourceType()} ${request.url()}`)
      return route.abort()
    }
    const body = out.get(decodeURIComponent(url.pathname.slice(1)))
    if (url.pathname === '/start')
      return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>x</title><body>' })
    return body === undefined
      ? route.fulfill({ status: 404, body: '' })
      : route.fulfill({ contentType: typeOf(url.pathname), body })
  })
  return elsewhere
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  css: 'text/css',
  js: 'text/javascript',
  png: 'image/png',
  rss: 'application/xml',
  atom: 'application/xml',
  opml: 'application/xml',
  xml: 'application/xml',
}

function typeOf(path: string): string {
  return `${TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream'}; charset=utf-8`
}
