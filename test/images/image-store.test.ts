import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ImageStore, tidyImages } from '../../src/images/image-store.ts'
import { type ListedFile, listFiles } from '../../src/sources/list-files.ts'
import { photograph } from '../support/images.ts'
import { temporaryFolder, writeFiles } from '../support/newsroom.ts'

/** Two names for one picture, and another. */
async function listed(): Promise<{ readonly root: string; readonly files: readonly ListedFile[] }> {
  const root = temporaryFolder()
  const same = await photograph({ width: 600, height: 400 })
  writeFiles(root, { 'a.jpg': same, 'b.jpg': same, 'c.jpg': await photograph({ width: 500, height: 400 }) })
  return { root, files: listFiles(root).files }
}

function byPath(files: readonly ListedFile[]): ReadonlyMap<string, ListedFile> {
  return new Map(files.map(file => [file.path, file]))
}

const silent = (): void => {}

describe('ImageStore', () => {
  test('makes a picture once, whatever its names, and tells how far it is', async () => {
    const { files } = await listed()
    const folder = temporaryFolder()
    const store = new ImageStore({ folders: [folder], largest: 2400, before: new Map() })
    const told: string[] = []
    await store.prepare(files, ({ done, total }) => told.push(`${done}/${total}`))
    expect(told).toEqual(['1/3', '2/3', '3/3'])
    expect(readdirSync(folder)).toHaveLength(2)
    await store.prepare(files, () => told.push('again'))
    expect(told).toHaveLength(3)
  })

  test('finds what it made by the memory of it, by the content alone, and not under other settings', async () => {
    const { files } = await listed()
    const [folder, scratch] = [temporaryFolder(), temporaryFolder()]
    const store = new ImageStore({ folders: [folder], largest: 2400, before: new Map() })
    await store.prepare(files, silent)
    const remembering = { folders: [scratch, folder], largest: 2400, before: store.memoryOf(byPath(files)) } as const
    for (const before of [remembering.before, new Map()]) {
      const next = new ImageStore({ ...remembering, before })
      await next.prepare(files, silent)
      expect(next.among(byPath(files))).toEqual(store.among(byPath(files)))
      for (const file of files) expect(await next.read(file, undefined)).toEqual(await store.read(file, undefined))
    }
    expect(readdirSync(scratch)).toEqual([])
    const smaller = new ImageStore({ ...remembering, largest: 480 })
    await smaller.prepare(files, silent)
    expect(readdirSync(scratch)).toHaveLength(2)
  })

  test('makes again what was lost, while it is read', async () => {
    const { files } = await listed()
    const folder = temporaryFolder()
    const store = new ImageStore({ folders: [folder], largest: 2400, before: new Map() })
    await store.prepare(files, silent)
    const [file] = files
    if (!file) throw new Error('nothing is listed')
    const before = await store.read(file, undefined)
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
    expect(await store.read(file, undefined)).toEqual(before)
  })

  test('tidyImages: removes what nothing remembers, and what a kill left half made', async () => {
    const { files } = await listed()
    const folder = temporaryFolder()
    const store = new ImageStore({ folders: [folder], largest: 2400, before: new Map() })
    await store.prepare(files, silent)
    writeFileSync(join(folder, 'half.tmp'), '')
    const live = store.memoryOf(byPath(files.filter(({ path }) => path === 'c.jpg')))
    tidyImages(folder, live)
    expect(readdirSync(folder)).toEqual([...live.values()].map(({ value }) => value.key))
  })
})
