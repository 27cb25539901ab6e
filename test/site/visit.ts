import type { Browser, Page } from 'playwright-core'

/** A page of a browser, and what went wrong on it. */
export interface Visit extends AsyncDisposable {
  readonly page: Page
  /** What the console said, which errors were thrown, and what was asked of any other host. */
  readonly complaints: string[]
}

/**
 * Opens a window of this width in light or dark, and listens to what it complains of. Zoomed in, it has as much less room (WCAG 2.2,
 * 1.4.10): 1280 by 1024 pixels at 400 % are 320 by 256.
 */
export async function visit(
  browser: Browser,
  {
    address,
    width,
    zoom = 1,
    colorScheme,
  }: { readonly address: string; readonly width: number; readonly zoom?: number; readonly colorScheme: 'light' | 'dark' },
): Promise<Visit> {
  const page = await browser.newPage({
    viewport: { width: width / zoom, height: 1024 / zoom },
    deviceScaleFactor: zoom,
    colorScheme,
  })
  const complaints: string[] = []
  page.on('console', message => complaints.push(`console: ${message.text()}`))
  page.on('pageerror', error => complaints.push(`error: ${error.message}`))
  page.on('request', request => {
    if (!request.url().startsWith(`${address}/`)) complaints.push(`request: ${request.url()}`)
  })
  return { page, complaints, [Symbol.asyncDispose]: () => page.close() }
}
