import { expect, test } from 'vitest'
import { mailAddress, webAddress } from '../../src/feed/web-address.ts'

test('webAddress: a valid address is percent-encoded, its host in ASCII', () => {
  expect(webAddress('https://bücher.example/a b?q=é')).toBe('https://xn--bcher-kva.example/a%20b?q=%C3%A9')
})

test('webAddress: nothing relative, broken or unfit to follow', () => {
  for (const address of [undefined, '', '/about/', '//example.org/', 'https://', 'javascript:alert(1)', 'data:,x']) {
    expect(webAddress(address), address).toBeUndefined()
  }
})

test('mailAddress: plain addresses only', () => {
  expect(mailAddress('newsroom@example.org')).toBe('newsroom@example.org')
  for (const address of [undefined, '', 'newsroom', 'a@b', 'a b@example.org', 'Desk <desk@example.org>', 'a@example.org\n']) {
    expect(mailAddress(address), address).toBeUndefined()
  }
})
