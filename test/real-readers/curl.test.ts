import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/newsroom.ts'
import { describeReader, runReader } from './reader.ts'
import { serveNewsroom } from './served-newsroom.ts'
import { EDITS, FIRST, STORIES } from './stories.ts'

async function published() {
  const served = await serveNewsroom(STORIES)
  await served.publishAt(FIRST)
  const home = temporaryFolder()
  /** The status of an answer, its type and the bytes of its body. */
  const ask = async (path: string, ...options: readonly string[]): Promise<string> => {
    const format = '%{http_code} %{content_type} %{size_download}'
    return runReader(['curl', '-s', '-o', '/dev/null', '-w', format, ...options, `${served.address}/${path}`], { home })
  }
  return { served, home, ask }
}

function tests(): void {
  test.each([
    ['feed.rss', 'application/rss+xml'],
    ['feed.atom', 'application/atom+xml'],
    ['feed.json', 'application/feed+json'],
  ])('%s is %s', async (feed, type) => {
    const { ask } = await published()
    expect(await ask(feed)).toMatch(new RegExp(`^200 ${type.replaceAll('+', '\\+')}; charset=utf-8 [1-9]\\d+$`))
  })

  test('an entity tag that curl kept is answered 304 without a body, until the feed changes', async () => {
    const { served, home, ask } = await published()
    const tag = join(home, 'etag')
    expect(await ask('feed.atom', '--etag-save', tag)).toMatch(/^200 /)
    expect(await ask('feed.atom', '--etag-compare', tag)).toMatch(/^304 .* ?0$/)
    await EDITS.mendTypo(served)
    expect(await ask('feed.atom', '--etag-compare', tag)).toMatch(/^200 /)
  })

  test('the old address of a renamed story leads to the new one, a withdrawn story answers 410', async () => {
    const { served, ask } = await published()
    await EDITS.rename(served)
    expect(await ask('2026/harbour/', '-w', '%{http_code} %{redirect_url}')).toBe(`301 ${served.address}/2025/port/`)
    expect(await ask('2026/harbour/', '-L')).toMatch(/^200 text\/html/)
    await EDITS.withdraw(served)
    expect(await ask('2026/flood/')).toMatch(/^410 text\/html/)
  })
}

describeReader('curl', { needs: ['curl'], tests })
