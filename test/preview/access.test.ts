import { describe, expect, test } from 'vitest'
import { isLoopback, linkTo, localAccess, networkAccess } from '../../src/preview/access.ts'

test.each([
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['LOCALHOST', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.5', false],
  ['localhost.example.org', false],
])('isLoopback: %s: %s', (host, is) => {
  expect(isLoopback(host)).toBe(is)
})

test.each([
  ['127.0.0.1:8081', 'granted'],
  ['localhost:8081', 'granted'],
  ['[::1]:8081', 'granted'],
  ['news.example.org', 'other-host'],
  ['127.0.0.1.example.org', 'other-host'],
  ['192.168.1.5:8081', 'other-host'],
  [undefined, 'other-host'],
])('localAccess: asked as %s: %s', (host, kind) => {
  expect(localAccess({ headers: { host }, url: '/' })).toEqual({ kind })
})

describe('networkAccess', () => {
  const token = 'Zm9vYmFyYmF6cXV4'
  const origins = ['http://192.168.1.5:8081', 'http://[2001:db8::1]:8081', 'http://127.0.0.1:8081']
  const access = networkAccess({ origins, token })
  const cookie = `other=1; courant-preview-8081=${token}`

  test.each([
    ['192.168.1.5:8081', cookie, '/a/', 'granted'],
    ['[2001:db8::1]:8081', cookie, '/a/', 'granted'],
    ['127.0.0.1:8081', cookie, '/a/?token=wrong', 'granted'],
    ['192.168.1.5:8081', '', '/a/', 'no-token'],
    ['192.168.1.5:8081', `courant-preview-8081=${token}x`, '/a/', 'no-token'],
    ['192.168.1.5:8081', `courant-preview-8082=${token}`, '/a/', 'no-token'],
    ['192.168.1.5:8081', `xcourant-preview-8081=${token}`, '/a/', 'no-token'],
    ['192.168.1.5:8081', '', '/a/?token=', 'no-token'],
    ['192.168.1.5:8081', '', '/a/?token=wrong', 'no-token'],
    ['192.168.1.5:8082', cookie, '/a/', 'other-host'],
    ['desk.example.org:8081', cookie, `/?token=${token}`, 'other-host'],
    ['192.168.1.6:8081', cookie, `/?token=${token}`, 'other-host'],
    ['localhost:8081', cookie, '/', 'other-host'],
    ['a b', cookie, '/', 'other-host'],
    ['', cookie, '/', 'other-host'],
  ])('networkAccess: Host %j, cookies %j, %s: %s', (host, cookie, url, kind) => {
    expect(access({ headers: { host, cookie }, url })).toEqual({ kind })
  })

  test.each([
    ['/', '/'],
    ['/fr/2026/a/?q=1&', '/fr/2026/a/?q=1'],
    ['//evil.example.org/', '/evil.example.org/'],
    ['/.//evil.example.org/', '/evil.example.org/'],
  ])('networkAccess: the token in %s is taken as a cookie, and leads to %s without it', (path, location) => {
    const url = `${path}${path.includes('?') ? '' : '?'}token=${token}`
    expect(access({ headers: { host: '192.168.1.5:8081' }, url })).toEqual({
      kind: 'entered',
      location,
      cookie: `courant-preview-8081=${token}; Path=/; HttpOnly; SameSite=Lax`,
    })
  })

  test('linkTo: has the token, below the path of the site', () => {
    expect(linkTo('http://192.168.1.5:8081', { basePath: '/news', token })).toBe(`http://192.168.1.5:8081/news/?token=${token}`)
  })
})
