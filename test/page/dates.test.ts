import { expect, test } from 'vitest'
import { machineDate, visibleDate, visibleDay, visiblePeriod } from '../../src/language/dates.ts'

const AFTERNOON = { at: Date.parse('2015-06-10T14:30:00Z'), dateOnly: false }

test.each([
  ['en', 'Europe/Zurich', '10 June 2015 at 16:30 CEST'],
  ['en-US', 'America/New_York', 'June 10, 2015 at 10:30 AM EDT'],
  ['fr', 'Europe/Zurich', '10 juin 2015 à 16:30 UTC+2'],
  ['es', 'Asia/Almaty', '10 de junio de 2015 a las 20:30 GMT+6'],
  ['ru', 'Europe/Moscow', '10 июня 2015 г. в 17:30 GMT+3'],
  ['zh', 'Asia/Shanghai', '2015年6月10日 GMT+8 22:30'],
])('visibleDate: in %s in %s is %s', (lang, timezone, expected) => {
  // Engines differ over which kind of space stands before AM and around zones.
  expect(visibleDate(AFTERNOON, { lang, timezone }).replaceAll(/\s/g, ' ')).toBe(expected)
})

test('visibleDate: a day is that day in the newsroom’s zone, without a time', () => {
  const midnightInAuckland = { at: Date.parse('2015-06-10T00:00:00+12:00'), dateOnly: true }
  expect(visibleDate(midnightInAuckland, { lang: 'en', timezone: 'Pacific/Auckland' })).toBe('10 June 2015')
  expect(machineDate(midnightInAuckland, 'Pacific/Auckland')).toBe('2015-06-10')
})

test('visibleDay: shows the day in the zone, whatever time was given', () => {
  expect(visibleDay(Date.parse('2015-06-10T23:00:00Z'), { lang: 'en', timezone: 'Asia/Almaty' })).toBe('11 June 2015')
})

test('visibleDay: dates are Gregorian in every language', () => {
  expect(visibleDay(AFTERNOON.at, { lang: 'fa', timezone: 'UTC' })).toContain('ژوئن')
  expect(visibleDay(AFTERNOON.at, { lang: 'th', timezone: 'UTC' })).toContain('2015')
})

test.each([
  ['UTC', '2015-06-10T14:30:00+00:00'],
  ['Europe/Zurich', '2015-06-10T16:30:00+02:00'],
  ['America/St_Johns', '2015-06-10T12:00:00-02:30'],
])('machineDate: in %s carries that zone’s offset', (timezone, expected) => {
  expect(machineDate(AFTERNOON, timezone)).toBe(expected)
})

test('visiblePeriod: a year, a month of it and a month by itself are named as headings', () => {
  const named = (lang: string) => [{ year: 2015 }, { year: 2015, month: 6 }, { month: 6 }].map(of => visiblePeriod(of, lang))
  expect(named('en')).toEqual(['2015', 'June 2015', 'June'])
  expect(named('fr')).toEqual(['2015', 'Juin 2015', 'Juin'])
  expect(named('ru')).toEqual(['2015', 'Июнь 2015 г.', 'Июнь'])
  expect(named('zh')).toEqual(['2015年', '2015年6月', '六月'])
  expect(visiblePeriod({ year: 2015, month: 6 }, 'fa')).toMatch(/^ژوئن/)
})

test('machineDate: the hour that a change of clocks repeats is told apart', () => {
  const first = machineDate({ at: Date.parse('2015-10-25T00:30:00Z'), dateOnly: false }, 'Europe/Zurich')
  const second = machineDate({ at: Date.parse('2015-10-25T01:30:00Z'), dateOnly: false }, 'Europe/Zurich')
  expect([first, second]).toEqual(['2015-10-25T02:30:00+02:00', '2015-10-25T02:30:00+01:00'])
})
