import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import axe, { type AxeResults } from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'

/** Beside this checkout's packages, so that two checkouts never share a browser. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/courant-chromium/', import.meta.url))

/**
 * Ours, not the package's: its own switch off web security and put every page into one process, which would hide the
 * very faults that a browser is here to show. `--no-sandbox` because tests run as root in containers.
 */
const ARGUMENTS: readonly string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
]

const AXE_TAGS: readonly string[] = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** A real Chromium that needs nothing installed on the machine; the caller closes it. Unpacked once a checkout. */
export async function launchBrowser(): Promise<Browser> {
  const home = await unpackedChromium()
  return chromium.launch({
    executablePath: join(home, 'chromium'),
    args: [...ARGUMENTS],
    env: { ...process.env, LD_LIBRARY_PATH: join(home, 'al2023', 'lib'), FONTCONFIG_PATH: join(home, 'fonts') },
  })
}

/** What axe finds wrong on the page, one line a place: rule, element, what to mend. Empty when all is well. */
export async function axeViolations(page: Page): Promise<string[]> {
  // Through the debugging protocol, which a page's policy on scripts does not stop.
  const session = await page.context().newCDPSession(page)
  const options = JSON.stringify({ runOnly: { type: 'tag', values: AXE_TAGS } })
  const { result: known } = await session.send('Runtime.evaluate', { expression: 'typeof axe' })
  if (known.value === 'undefined') await session.send('Runtime.evaluate', { expression: axe.source, silent: true })
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: `axe.run(${options})`,
    awaitPromise: true,
    returnByValue: true,
  })
  await session.detach()
  if (exceptionDetails !== undefined)
    throw new Error(`axe failed: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`)
  const { violations }: AxeResults = result.value
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}  ${target.join(' ')}  ${failureSummary?.replaceAll(/\s+/g, ' ')}`),
  )
}

/** What is wrong with the page as it stands, in light and in dark: what axe finds, and by how much it is wider than its window. */
export async function faultsOf(
  page: Page,
): Promise<{ readonly light: string[]; readonly dark: string[]; readonly overflowPx: number }> {
  const found = { light: [] as string[], dark: [] as string[] }
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    found[colorScheme] = await axeViolations(page)
  }
  return { ...found, overflowPx: await page.evaluate('document.documentElement.scrollWidth - innerWidth') }
}

/** What `faultsOf` says of a page on which there is nothing to mend. */
export const FAULTLESS = { light: [], dark: [], overflowPx: 0 } as const

/** The folder that holds the browser and its libraries; whole or not there at all, whoever else unpacks at the same time. */
async function unpackedChromium(): Promise<string> {
  const home = join(CACHE, versionOfPackage())
  if (await exists(home)) return home
  await mkdir(CACHE, { recursive: true })
  const scratch = await mkdtemp(join(CACHE, 'unpacking-'))
  await unpackInto(scratch)
  await writeFile(join(scratch, 'fonts', 'fonts.conf'), fontConfiguration(home))
  await rename(scratch, home).catch(async (error: unknown) => {
    await rm(scratch, { recursive: true, force: true })
    if (!(await exists(home))) throw error
  })
  return home
}

/**
 * The package unpacks into the folder for temporary files, and brings its shared libraries only where it believes to
 * run on AWS Lambda. Both are read when it is imported; the environment is put back afterwards.
 */
async function unpackInto(folder: string): Promise<void> {
  const before = { ...process.env }
  Object.assign(process.env, { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' })
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    packed.setGraphicsMode = false
    await packed.executablePath()
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
    Object.assign(process.env, before)
  }
}

/** Only the fonts that come with the browser, so that pages measure the same on every machine. */
function fontConfiguration(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(home, 'fonts')}</dir>
  <cachedir>${join(home, 'fonts-cache')}</cachedir>
</fontconfig>
`
}

function versionOfPackage(): string {
  const { version }: { version: string } = createRequire(import.meta.url)('../../node_modules/@sparticuz/chromium/package.json')
  return version
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
