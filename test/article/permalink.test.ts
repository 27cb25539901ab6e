import { describe, expect, test } from 'vitest'
import { permalinkOf } from '../../src/article/permalink.ts'
import { readName } from '../../src/fields/read-name.ts'

describe('readName', () => {
  test.each<[string, string, string | undefined]>([
    ['2015/kazakhstan.md', '2015/kazakhstan', undefined],
    ['2015/kazakhstan.fr.md', '2015/kazakhstan', 'fr'],
    ['2015/kazakhstan.PT-br.md', '2015/kazakhstan', 'pt-BR'],
    ['version-1.2.md', 'version-1.2', undefined],
    ['a.fr/b.md', 'a.fr/b', undefined],
    ['.fr.md', '.fr', undefined],
    ['a.english.md', 'a.english', undefined],
    ['node.js.md', 'node.js', undefined],
    ['press.doc.md', 'press.doc', undefined],
    ['plan.old.md', 'plan.old', undefined],
    ['a.gsw.md', 'a', 'gsw'],
    ['a.zh-Hant.md', 'a', 'zh-Hant'],
    ['a.en.fr.md', 'a.en', 'fr'],
  ])('readName: %s is %s in %s', (path, story, lang) => {
    expect(readName(path)).toEqual({ story, lang })
  })
})

describe('permalinkOf', () => {
  test.each<[string, string | undefined, string | undefined, string | undefined]>([
    ['2015/kazakhstan', undefined, undefined, '/2015/kazakhstan/'],
    ['2015/kazakhstan', 'fr', undefined, '/fr/2015/kazakhstan/'],
    ['2015/kazakhstan', 'zh-Hant', undefined, '/zh-hant/2015/kazakhstan/'],
    ['2015/kazakhstan', undefined, 'accession', '/2015/accession/'],
    ['Big News/ÉTÉ à Genève', undefined, undefined, '/big-news/été-à-genève/'],
    ['cafe\u0301', undefined, undefined, '/caf\u00e9/'],
    ['Қазақстан', undefined, undefined, '/қазақстан/'],
    ['a & b? c#d', undefined, undefined, '/a-b-cd/'],
    ['..', undefined, undefined, undefined],
    ['a/../b', undefined, undefined, undefined],
    ['a/???/b', undefined, undefined, undefined],
    ['a\u202eb', undefined, undefined, '/ab/'],
    ['🎉', undefined, undefined, '/🎉/'],
  ])('permalinkOf: %s (%s, %s) is %s', (story, prefix, slug, expected) => {
    expect(permalinkOf({ story, prefix, slug })).toBe(expected)
  })
})
