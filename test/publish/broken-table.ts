import { beforeAll, describe, expect, test } from 'vitest'
import type { Published } from '../../src/engine/publish-result.ts'
import { type Files, newsroomOf, SITE_YAML, shown, story } from '../support/newsroom.ts'

/** A broken article: what is wrong with it, its source, and its mistakes as the command names them, without the file. */
export type BrokenArticle = readonly [name: string, source: string | Uint8Array, mistakes: readonly string[]]

/** The least front matter: two lines, so that a third field is at line 4. */
export const LEAST = 'title: A story\ndate: 2026-05-01\n'

/** An article of these front matter lines. */
export function article(lines: string, body = 'Text.\n'): string {
  return `---\n${lines}---\n\n${body}`
}

/** The smallest image. */
export const PNG: Buffer = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
)

/**
 * Publishes all of them in one newsroom, beside good stories, and tests each one's mistakes: every one is told, at its
 * exact place, and none stops another. A case's name, or the path it gives after a colon, is its file's.
 */
export function testBroken(group: string, cases: readonly BrokenArticle[]): void {
  describe(group, () => {
    let published: Published

    beforeAll(async () => {
      const files = Object.fromEntries(cases.map(([name, source]) => [pathOf(name), source]))
      published = await newsroomOf({ ...SURROUNDINGS, ...files }).publish()
    })

    test.each(cases)('publish: %s', (name, _source, mistakes) => {
      const path = pathOf(name)
      const own = published.diagnostics.filter(diagnostic => diagnostic.path === path)
      expect(shown(own).map(line => line.slice(path.length + 1))).toEqual(mistakes)
      const fatal = own.some(({ severity }) => severity === 'error')
      expect(published.edition.released.some(article => article.path === path)).toBe(!fatal)
    })

    test(`publish: no mistake of ${group} stops the good stories`, () => {
      expect(published.edition.released.map(({ path }) => path)).toEqual(expect.arrayContaining(['good.md', 'good-too.md']))
    })
  })
}

const SURROUNDINGS: Files = {
  'site.yaml': `${SITE_YAML}disclaimers: { standing: A standing one., other: Another. }\n`,
  'dot.png': PNG,
  'draft.md': story({ title: 'Draft', draft: true }),
  'good.md': story({ title: 'Good' }),
  'good-too.md': story({ title: 'Good too' }),
}

function pathOf(name: string): string {
  return name.split(': ')[1] ?? `${name.replace(/[^\w]+/g, '-')}.md`
}
