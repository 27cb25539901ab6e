import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import GithubSlugger from 'github-slugger'
import { expect, test } from 'vitest'
import { DOCUMENTS, ROOT, read, withoutFences } from './documents.ts'

const LARGEST_PICTURE_BYTES = 200_000

/** Where a document's links lead, code excluded. */
function linksIn(path: string): readonly string[] {
  const text = withoutFences(read(path)).replaceAll(/`[^`\n]*`/g, '')
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
}

function anchorsIn(path: string): ReadonlySet<string> {
  const slugger = new GithubSlugger()
  const headings = [...withoutFences(read(path)).matchAll(/^#+ (.*)$/gm)]
  return new Set(headings.map(([, heading = '']) => slugger.slug(heading.replaceAll('`', ''))))
}

test('documents: every relative link leads to a file that is there, and to a heading that is in it', () => {
  const dead: string[] = []
  let count = 0
  for (const document of DOCUMENTS) {
    for (const link of linksIn(document).filter(target => !/^[a-z]+:/.test(target))) {
      count++
      const [path = '', anchor] = link.split('#')
      const target = path === '' ? document : join(dirname(document), path)
      if (!existsSync(ROOT + target)) dead.push(`${document}: ${link}`)
      else if (anchor !== undefined && !anchorsIn(target).has(anchor)) dead.push(`${document}: ${link}`)
    }
  }
  expect(count).toBeGreaterThan(20)
  expect(dead).toEqual([])
})

test('documents: every one can be reached from the README', () => {
  const reached = new Set<string>()
  const waiting = ['README.md']
  for (let document = waiting.pop(); document !== undefined; document = waiting.pop()) {
    if (reached.has(document) || !DOCUMENTS.includes(document)) continue
    reached.add(document)
    for (const link of linksIn(document)) waiting.push(join(dirname(document), link.split('#')[0] ?? ''))
  }
  expect([...reached].sort()).toEqual([...DOCUMENTS].sort())
})

test('README: its pictures are light', () => {
  const pictures = linksIn('README.md').filter(link => link.endsWith('.png'))
  expect(pictures.length).toBeGreaterThan(0)
  for (const picture of pictures) expect(statSync(ROOT + picture).size, picture).toBeLessThan(LARGEST_PICTURE_BYTES)
})
