import { beforeAll, describe, expect, test } from 'vitest'
import { auditOut } from '../../src/review/audit-out.ts'
import { indexSearch } from '../../src/search/index-search.ts'
import { ask, serve } from '../serve/site.ts'
import { AS_OF, differingPaths, newsroomOf, type TemporaryNewsroom } from '../support/newsroom.ts'
import { type SecretNewsroom, secretNewsroom } from '../support/secret-newsroom.ts'
import { secretsIn } from '../support/secrets-in.ts'

let secret: SecretNewsroom

beforeAll(async () => {
  secret = await secretNewsroom()
})

/** Secret words in everything that was published, by file; whose they are. */
function found(newsroom: TemporaryNewsroom): Readonly<Record<string, readonly string[]>> {
  const files = [...newsroom.out()].map(([path, bytes]) => [path, [...secretsIn(path), ...secretsIn(bytes)]] as const)
  return Object.fromEntries(files.filter(([, words]) => words.length > 0))
}

function kindsOf(words: readonly string[]): readonly string[] {
  return [...new Set(words.map(word => /^zq([a-z]+)x/.exec(word)?.[1] ?? ''))].sort()
}

describe('publish: of what is not public', () => {
  test('there is an unguessable word in every place, which the scan finds however it is packed', () => {
    const kinds = ['draft', 'due', 'embargoed', 'expired', 'language', 'late', 'translated', 'waiting']
    const words = Object.entries(secret.files).flatMap(([path, bytes]) => [...secretsIn(path), ...secretsIn(bytes)])
    expect(kindsOf(words)).toEqual([...kinds, 'change', 'name', 'page', 'standing', 'withdrawn'].sort())
    for (const kind of kinds) expect(new Set(words.filter(word => word.startsWith(`zq${kind}x`))).size).toBeGreaterThan(35)
  })

  test('nothing is in any byte of out/, the search index included: it is what it would be without', async () => {
    const [newsroom, without] = [newsroomOf(secret.files), newsroomOf(secret.withoutHidden)]
    for (const each of [newsroom, without]) {
      await each.publish()
      await indexSearch(each.paths)
    }
    expect(found(newsroom)).toEqual({})
    expect([...newsroom.out().keys()].filter(path => path.startsWith('search/index-')).length).toBeGreaterThan(3)
    expect(differingPaths(newsroom.out(), without.out()).filter(path => !path.startsWith('search/index-'))).toEqual([])
    expect(await auditOut({ paths: newsroom.paths, asOf: () => AS_OF, byClock: false, record: undefined })).toMatchObject({
      leaks: [],
    })
  })

  test('each is told at its instant, and nothing of it before', async () => {
    const newsroom = newsroomOf(secret.files)
    const toldAt = async (instant: string): Promise<readonly string[]> => {
      await newsroom.publish({ asOf: Date.parse(instant), accept: true })
      return kindsOf(Object.values(found(newsroom)).flat())
    }
    expect(await toldAt('2026-01-01T23:59:59.999Z')).toEqual([])
    expect(await toldAt('2026-06-01T12:00:00.999Z')).toEqual([])
    expect(await toldAt('2026-06-01T12:00:01Z')).toEqual(['due', 'name', 'standing'])
    expect(await toldAt('2026-07-01T00:00:00Z')).toEqual(['change', 'due', 'name', 'standing'])
    expect(await toldAt('2026-12-24T00:00:00Z')).toEqual(['change', 'due', 'embargoed', 'language', 'name', 'standing'])
  })

  test('a server answers nothing, at whatever address it is asked', async () => {
    const newsroom = newsroomOf(secret.files)
    const { edition, site } = await newsroom.publish()
    const { address } = await serve(newsroom.paths.out, '', 'https://hub.example.org/')
    const guessed = Object.keys(secret.files).flatMap(path => [`/${path}`, `/${path.replace(/\.md$/, '')}/`, `/out/${path}`])
    const slugs = Object.values(secret.files).flatMap(bytes => /^(?:slug|aliases): .*$/gm.exec(String(bytes)) ?? [])
    const odd = [
      '/.courant-stage/page-0',
      '/../articles/site.yaml',
      '/%2e%2e/articles/site.yaml',
      '/nowhere',
      '/search/index.json',
    ]
    const targets = [...newsroom.out().keys()].map(path => `/${path}`)
    expect([edition.released.length, site.lang, slugs.length > 8]).toEqual([5, 'en', true])
    for (const target of [...guessed, ...odd, ...targets]) {
      const { status, headers, body } = await ask(address, encodeURI(target))
      // What was asked for may be said back in the address that it names.
      const said = `${[...headers].join('\n')}\n${body}`.replaceAll(target, '').replaceAll(encodeURI(target), '')
      expect(secretsIn(said), `${target}: ${status}`).toEqual([])
    }
  })
})
