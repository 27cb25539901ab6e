import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Entry } from '../../src/feed/entry.ts'
import type { Page } from '../../src/model/page.ts'
import type { StoredEntry } from '../../src/plan/stored-entry.ts'
import { Scratch } from '../../src/platform/scratch.ts'
import {
  DamagedStore,
  EntryMemory,
  EntryReader,
  EntryWriter,
  scratchEntries,
  tidyEntries,
} from '../../src/render/entry-store.ts'
import { differingPaths, fixture, newsroomFrom, temporaryFolder } from '../support/newsroom.ts'

function entryOf(text: string): Entry {
  return { id: text, updated: 0, published: 0, rss: `<r>${text}`, atom: `<a>${text}</a>`, json: `{"${text}":1}` }
}

function pageOf(title: string): Page {
  return {
    kind: 'not-found',
    head: { lang: 'en', permalink: '/404.html', home: '/', title, description: '', channels: [], translations: [] },
  }
}

/** Stores an entry of each text in a pack. */
function stored(folder: string, { pack, texts }: { readonly pack: string; readonly texts: readonly string[] }) {
  using writer = new EntryWriter(folder, pack, new Scratch())
  return texts.map(text => writer.add(entryOf(text), pageOf(text)))
}

function textsOf(text: string) {
  const { rss, atom, json } = entryOf(text)
  return { rss, atom, json }
}

/** What the store gives back, as text. */
function read(folders: readonly string[], entry: StoredEntry) {
  using reader = new EntryReader(folders)
  const [{ rss, atom, json } = NONE] = reader.read([entry])
  const [title = ''] = Object.keys(JSON.parse(textOf(json)))
  expect(reader.readPage(entry)).toEqual(pageOf(title))
  return { rss: textOf(rss), atom: textOf(atom), json: textOf(json) }
}

const NONE = { rss: new Uint8Array(), atom: new Uint8Array(), json: new Uint8Array() }

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

describe('EntryWriter and EntryReader', () => {
  test('go on in the pack that was written before, whatever a killed writer left at its end, and in another once it is large', () => {
    const folder = join(temporaryFolder(), 'entries')
    const [a] = stored(folder, { pack: 'p', texts: ['a'] })
    appendFileSync(join(folder, 'p'), 'half an ent')
    const [b] = stored(folder, { pack: 'p', texts: ['b'] })
    truncateSync(join(folder, 'p'), 16 * 1024 * 1024)
    const [c] = stored(folder, { pack: 'p', texts: ['c'] })
    if (!a || !b || !c) throw new Error('nothing was stored')
    expect([a.pack, b.pack, c.pack]).toEqual(['p', 'p', 'p-2'])
    expect([a, b, c].map(entry => read([folder], entry))).toEqual(['a', 'b', 'c'].map(textsOf))
  })

  test('give back what was stored, from whichever folder has it', () => {
    const [one, two] = [join(temporaryFolder(), 'entries'), join(temporaryFolder(), 'entries')]
    const [a, b] = stored(one, { pack: 'p', texts: ['é', 'b'] })
    const [c] = stored(two, { pack: 'q', texts: ['c'] })
    if (!a || !b || !c) throw new Error('nothing was stored')
    expect([a, b].map(entry => read([two, one], entry))).toEqual([textsOf('é'), textsOf('b')])
    expect(read([two, one], c)).toEqual(textsOf('c'))
    expect(a.lengths).toEqual({ rss: 5, atom: 9, json: 8 })
    expect(new Set([a.hash, b.hash, c.hash]).size).toBe(3)
    expect(statSync(one).mode & 0o777).toBe(0o700)
    expect(statSync(join(one, 'p')).mode & 0o777).toBe(0o600)
  })

  test('never give back what is damaged', () => {
    const folder = join(temporaryFolder(), 'entries')
    const [a] = stored(folder, { pack: 'p', texts: ['abc'] })
    if (!a) throw new Error('nothing was stored')
    const sound = readFileSync(join(folder, 'p'), 'utf8')
    for (const text of [sound.replace('abc', 'abd'), sound.slice(0, -1), '']) {
      writeFileSync(join(folder, 'p'), text)
      expect(() => read([folder], a)).toThrow(DamagedStore)
    }
    expect(() => read([folder], { ...a, pack: 'gone' })).toThrow(DamagedStore)
  })
})

describe('EntryMemory', () => {
  test('has what one reader read first at hand for the next, up to a limit: what was read longest ago is forgotten', () => {
    const folder = join(temporaryFolder(), 'entries')
    const long = 'x'.repeat(6 * 1024 * 1024)
    const entries = stored(folder, { pack: 'p', texts: ['a', long, 'c', `${long}d`, 'e'] })
    const memory = new EntryMemory()
    const readAll = (wanted: readonly StoredEntry[]): readonly string[] => {
      using reader = new EntryReader([folder], memory)
      return reader.read(wanted).map(({ rss }) => textOf(rss))
    }
    expect(readAll(entries)).toEqual(['<r>a', `<r>${long}`, '<r>c', `<r>${long}d`, '<r>e'])
    expect(readAll(entries.slice(2, 4))).toEqual(['<r>c', `<r>${long}d`])
    rmSync(join(folder, 'p'))
    expect(readAll(entries.slice(2, 4))).toEqual(['<r>c', `<r>${long}d`])
    for (const forgotten of [0, 1, 4]) expect(() => readAll(entries.slice(forgotten, forgotten + 1))).toThrow(DamagedStore)
  })
})

describe('scratchEntries', () => {
  test('is a folder that is gone afterwards, with what is in it', () => {
    let folder: string
    {
      using scratch = scratchEntries()
      folder = scratch.folder
      stored(folder, { pack: 'p', texts: ['a'] })
      expect(readdirSync(folder)).toEqual(['p'])
    }
    expect(existsSync(folder)).toBe(false)
  })
})

describe('tidyEntries', () => {
  test('removes packs of no use, and leaves the others where they are', () => {
    const folder = join(temporaryFolder(), 'entries')
    const [a] = stored(folder, { pack: 'p', texts: ['a', 'of no use'] })
    stored(folder, { pack: 'q', texts: ['b'] })
    if (!a) throw new Error('nothing was stored')
    expect(tidyEntries(folder, { live: [a], tidy: 'tidy' })(a)).toBe(a)
    expect(readdirSync(folder)).toEqual(['p'])
  })

  test('joins many packs to one, in which every entry still reads the same', () => {
    const folder = join(temporaryFolder(), 'entries')
    const live = Array.from({ length: 65 }, (_, index) => stored(folder, { pack: `p${index}`, texts: [`${index}`] })).flat()
    const place = tidyEntries(folder, { live, tidy: 'tidy' })
    expect(readdirSync(folder)).toEqual(['tidy'])
    expect(live.map(entry => read([folder], place(entry)))).toEqual(live.map((_, index) => textsOf(`${index}`)))
  })
})

describe('a publish', () => {
  test.each([
    ['lost', undefined],
    ['damaged', 'x'],
  ])('whose store of entries is %s makes it anew, and publishes the same', async (_name, damage) => {
    const newsroom = newsroomFrom(fixture('everything'))
    const { diagnostics: warnings } = await newsroom.publish()
    const before = newsroom.out()
    const { entries } = newsroom.paths
    for (const pack of readdirSync(entries)) {
      const bytes = readFileSync(join(entries, pack), 'utf8')
      writeFileSync(join(entries, pack), damage === undefined ? '' : bytes.replaceAll('harbour', `${damage}arbour`))
    }
    newsroom.write({ '2024/one.md': newsroom.sources().get('2024/one.md')?.toString().replace('oldest', 'first') ?? '' })
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics).toEqual(warnings)
    newsroom.write({ '2024/one.md': newsroom.sources().get('2024/one.md')?.toString().replace('first', 'oldest') ?? '' })
    await newsroom.publish()
    expect(differingPaths(before, newsroom.out())).toEqual([])
  })
})
