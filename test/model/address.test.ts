import { describe, expect, test } from 'vitest'
import { hrefOf, urlOf } from '../../src/model/address.ts'

const SITE = { origin: 'https://news.example.org', basePath: '/press' }

describe('urlOf and hrefOf', () => {
  test('leave what may stand in a path, and encode what may not', () => {
    expect(urlOf(SITE, '/2015/a-b_c~(1)/@x:y/')).toBe('https://news.example.org/press/2015/a-b_c~(1)/@x:y/')
    expect(hrefOf(SITE, '/é/100 %/?#/')).toBe('/press/%C3%A9/100%20%25/%3F%23/')
  })

  test('have a place for half a surrogate pair, which an escape in YAML may leave', () => {
    expect(hrefOf(SITE, '/a\uD800/')).toBe('/press/a%EF%BF%BD/')
  })
})
