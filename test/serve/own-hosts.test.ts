import { expect, test } from 'vitest'
import { ownHosts } from '../../src/serve/own-hosts.ts'

test.each<[host: string, asked: string | undefined, isOwn: boolean]>([
  ['127.0.0.1', '127.0.0.1:8081', true],
  ['127.0.0.1', 'localhost:8081', true],
  ['localhost', '[::1]:8081', true],
  ['::1', 'localhost', true],
  ['127.0.0.1', 'news.example.org', false],
  ['127.0.0.1', '127.0.0.1.example.org', false],
  ['127.0.0.1', undefined, false],
  ['0.0.0.0', 'desk.local:8081', true],
])('ownHosts: a server on %s asked as %s: %s', (host, asked, isOwn) => {
  expect(ownHosts(host)(asked)).toBe(isOwn)
})
