import { expect, test } from 'vitest'
import { mailAddress, webAddress } from '../../src/feed/web-address.ts'

test('webAddress: a valid address is percent-encoded, its host in ASCII', () => {
  expect(webAddress('https://bücher.example/a b?q=é')).toBe('https://xn--bcher-kva.example/a%20b?q=%C3%A9')
})

test('webAddress: what a URI cannot hold is percent-encoded, wherever it stands', () => {
  expect(webAddress('mailto:a b<c>@example.org?subject=]]>')).toBe('mailto:a%20b%3Cc%3E@example.org?subject=%5D%5D%3E')
  expect(webAddress('https://example.org/100%?a=[1|2]&b=%C3%A9#c#d')).toBe(
    'https://example.org/100%25?a=%5B1%7C2%5D&b=%C3%A9#c%23d',
  )
  expect(webAddress('https://[::1]:8080/a')).toBe('https://[::1]:8080/a')
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
