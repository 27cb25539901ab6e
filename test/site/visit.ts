import type { Browser, Page } from 'playwright-core'

/** A page of a browser, and what went wrong on it. */
export interface Visit extends AsyncDisposable {
  readonly page: Page
  /** What the console said, which errors were thrown, and what was asked of any other host. */
  readonly complaints: string[]
}

/** Opens a window of this width in light or dark, and listens to what it complains of. */
export async function visit(
  browser: Browser,
  { address, width, colorScheme }: { readonly address: string; readonly width: number; readonly colorScheme: 'light' | 'dark' },
): Promise<Visit> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
  const complaints: string[] = []
  page.on('console', message => complaints.push(`console: ${message.text()}`))
  page.on('pageerror', error => complaints.push(`error: ${error.message}`))
  page.on('request', request => {
    if (!request.url().startsWith(`${address}/`)) complaints.push(`request: ${request.url()}`)
  })
  return { page, complaints, [Symbol.asyncDispose]: () => page.close() }
}
