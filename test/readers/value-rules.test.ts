import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  characterProblem,
  fileTypeProblem,
  iriProblem,
  languageProblem,
  mediaTypeProblem,
  rfc822Problem,
  rfc3339Problem,
  urlProblem,
} from './value-rules.ts'

const anyInstant = fc.date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })

describe('dates', () => {
  test('rfc822Problem: every instant as toUTCString() writes it is right, and wrong under another weekday', () => {
    fc.assert(
      fc.property(anyInstant, date => {
        const written = date.toUTCString()
        expect(rfc822Problem(written)).toBeUndefined()
        expect(rfc822Problem(written.replace(/^.../, written.startsWith('Mon') ? 'Tue' : 'Mon'))).toMatch(/was a/)
      }),
    )
  })

  test('rfc3339Problem: every instant as toISOString() writes it is right', () => {
    fc.assert(
      fc.property(anyInstant, date => {
        expect(rfc3339Problem(date.toISOString())).toBeUndefined()
      }),
    )
  })

  test.each(['Wed, 10 Jun 2015 00:00:00 +0200', 'Wed, 10 Jun 2015 23:59:59 -0330', 'Mon, 29 Feb 2016 12:00:00 GMT'])(
    'rfc822Problem: %s is right',
    date => expect(rfc822Problem(date)).toBeUndefined(),
  )

  test.each([
    'Wed, 10 Jun 15 00:00:00 GMT',
    'Wed, 10 June 2015 00:00:00 GMT',
    'Wed, 10 Jux 2015 00:00:00 GMT',
    'Wed, 10 Jun 2015 00:00:00 UTC',
    'Wed, 10 Jun 2015 00:00:00 EST',
    'Wed, 10 Jun 2015 00:00:00 Z',
    'Wed, 10 Jun 2015 00:00:00',
    'Wed, 10 Jun 2015 00:00 GMT',
    'Wed, 10 Jun 2015 00:00:60 GMT',
    'Wed, 10 Jun 2015 00:00:00 +2400',
    'Sun, 29 Feb 2015 00:00:00 GMT',
    ' Wed, 10 Jun 2015 00:00:00 GMT',
    'Invalid Date',
    '',
  ])('rfc822Problem: "%s" is told', date => expect(rfc822Problem(date)).toBeDefined())

  test.each([
    '2015-06-10',
    '2015-06-10T00:00:00',
    '2015-06-10T00:00Z',
    '2015-06-10 00:00:00Z',
    '2015-06-31T00:00:00Z',
    '2015-13-01T00:00:00Z',
    '2015-06-10T25:00:00Z',
    '2015-06-10T00:00:00+0200',
    '2015-06-10T00:00:00+25:00',
    '',
  ])('rfc3339Problem: "%s" is told', date => expect(rfc3339Problem(date)).toBeDefined())
})

describe('addresses', () => {
  test.each([
    'https://e.org/',
    'http://e.org:8080/a?b=c#d',
    'mailto:a@example.org',
    'tel:+41',
    'https://e.org/%D2%9B',
    'https://e.org/қ',
  ])('urlProblem: %s is right', url => expect(urlProblem(url)).toBeUndefined())

  test.each([
    '',
    '/',
    'a',
    '#a',
    '?a',
    '//e.org/',
    'https:',
    'https:///a',
    'https:e.org',
    'https://e.org/a b',
    'https://e.org/%zz',
    'https://e.org/\uFDD0"',
    'https://[/',
    'JavaScript:x',
    'data:,x',
  ])('urlProblem: "%s" is told', url => expect(urlProblem(url)).toBeDefined())

  test('iriProblem: an id may hold letters of any script, but no blank and nothing relative', () => {
    expect(iriProblem('tag:e.org,2015:2015/қазақстан')).toBeUndefined()
    expect(iriProblem('urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a')).toBeUndefined()
    expect(iriProblem('2015/a')).toBeDefined()
    expect(iriProblem('tag:e.org,2015:a b')).toBeDefined()
    expect(iriProblem('tag:')).toBeDefined()
  })
})

describe('types, languages, characters', () => {
  test('mediaTypeProblem: types of registered kinds are right, misnomers are told', () => {
    for (const type of ['image/jpeg', 'application/atom+xml', 'text/html; charset=utf-8', 'audio/mpeg'])
      expect(mediaTypeProblem(type)).toBeUndefined()
    for (const type of [
      '',
      'jpeg',
      'image/',
      '/jpeg',
      'picture/jpeg',
      'image/jpg',
      'audio/mp3',
      'image/pdf',
      'image/jpeg;',
      'a b/c',
    ]) {
      expect(mediaTypeProblem(type)).toBeDefined()
    }
  })

  test('fileTypeProblem: the ending tells the type, where it says anything', () => {
    expect(fileTypeProblem('https://e.org/a.jpg', 'image/jpeg')).toBeUndefined()
    expect(fileTypeProblem('https://e.org/a.pdf?b=c.png', 'application/pdf')).toBeUndefined()
    expect(fileTypeProblem('https://e.org/a', 'image/jpeg')).toBeUndefined()
    expect(fileTypeProblem('https://e.org/a.mp3', 'audio/mp3')).toMatch(/audio\/mpeg/)
  })

  test('languageProblem: well-formed tags are right', () => {
    for (const tag of ['en', 'fr-CH', 'zh-Hant-TW', 'kk']) expect(languageProblem(tag)).toBeUndefined()
    for (const tag of ['', 'e', 'en_GB', 'English', 'en-', '-']) expect(languageProblem(tag)).toBeDefined()
  })

  test('characterProblem: what XML forbids, halves of characters and noncharacters are told', () => {
    expect(characterProblem('a\t\n\r é Қ 🎉 \u0085\u2028\uFFFD')).toBeUndefined()
    for (const character of [
      '\0',
      '\u0001',
      '\u000B',
      '\u001F',
      '\uFFFE',
      '\uFFFF',
      '\uFDD0',
      '\uFDEF',
      '\u{1FFFE}',
      '\uD800',
      '\uDFFF',
    ]) {
      expect(characterProblem(`a${character}b`)).toMatch(/forbidden character U\+/)
    }
  })
})
