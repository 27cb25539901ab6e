import { describe, expect, test } from 'vitest'
import { clockChange, date, timeZone } from '../../src/fields/read-date.ts'
import { rootSlot } from '../../src/fields/slot.ts'
import type { Diagnostic } from '../../src/model/diagnostic.ts'

/** What a reader makes of a value, and what it says is wrong with it. */
function read<T>(reader: (slot: ReturnType<typeof rootSlot>) => T, value: unknown) {
  const diagnostics: Diagnostic[] = []
  const result = reader(rootSlot(value, { path: 'x.md', placeOf: () => ({ line: 1, column: 1 }), diagnostics }))
  return { result, messages: diagnostics.map(({ message }) => message) }
}

function instant(text: string, timezone = 'UTC'): string | undefined {
  const at = read(date(timezone), text).result?.at
  return at === undefined ? undefined : new Date(at).toISOString()
}

describe('date', () => {
  test.each<[string, string, string]>([
    ['2026-05-03', 'UTC', '2026-05-03T00:00:00.000Z'],
    ['2026-05-03', 'Europe/Zurich', '2026-05-02T22:00:00.000Z'],
    ['2026-05-03', 'Pacific/Apia', '2026-05-02T11:00:00.000Z'],
    ['2026-05-03', 'America/Los_Angeles', '2026-05-03T07:00:00.000Z'],
    ['2026-05-03', 'Asia/Kathmandu', '2026-05-02T18:15:00.000Z'],
    ['2026-05-03T09:00', 'Europe/Zurich', '2026-05-03T07:00:00.000Z'],
    ['2026-12-03T09:00', 'Europe/Zurich', '2026-12-03T08:00:00.000Z'],
    ['2026-05-03 09:00', 'Europe/Zurich', '2026-05-03T07:00:00.000Z'],
    ['2026-05-03T09:00:30', 'Europe/Zurich', '2026-05-03T07:00:30.000Z'],
    ['2026-05-03T09:00Z', 'Europe/Zurich', '2026-05-03T09:00:00.000Z'],
    ['2026-05-03T09:00+02:00', 'America/New_York', '2026-05-03T07:00:00.000Z'],
    ['2026-05-03T09:00+0200', 'UTC', '2026-05-03T07:00:00.000Z'],
    ['2026-05-03 09:00 +02:00', 'UTC', '2026-05-03T07:00:00.000Z'],
    ['2026-05-03T09:00-09:30', 'UTC', '2026-05-03T18:30:00.000Z'],
    ['2026-05-03T09:00:00.25Z', 'UTC', '2026-05-03T09:00:00.250Z'],
    ['2026-05-03T09:00:00.123456789+00:00', 'UTC', '2026-05-03T09:00:00.123Z'],
    ['  2026-05-03  ', 'UTC', '2026-05-03T00:00:00.000Z'],
    ['2024-02-29', 'UTC', '2024-02-29T00:00:00.000Z'],
    ['1890-01-01', 'Europe/Zurich', '1889-12-31T23:30:14.000Z'],
    ['1000-01-01', 'UTC', '1000-01-01T00:00:00.000Z'],
    ['9998-12-31T23:59:59-12:00', 'UTC', '9999-01-01T11:59:59.000Z'],
  ])('date: %s in %s is %s', (text, timezone, expected) => {
    expect(instant(text, timezone)).toBe(expected)
  })

  test.each<[string, string, string, string]>([
    ['in the gap of spring the moment after it', '2026-03-29T02:30', 'Europe/Zurich', '2026-03-29T01:30:00.000Z'],
    ['in the overlap of autumn the first', '2026-10-25T02:30', 'Europe/Zurich', '2026-10-25T00:30:00.000Z'],
    [
      'where midnight itself is skipped the first moment of the day',
      '2018-11-04',
      'America/Sao_Paulo',
      '2018-11-04T03:00:00.000Z',
    ],
    ['where half an hour is skipped', '2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
    ['where a whole day is skipped', '2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
  ])('date: a local time means %s', (_which, text, timezone, expected) => {
    expect(instant(text, timezone)).toBe(expected)
  })

  test('date: knows whether a time of day was written', () => {
    expect(read(date('UTC'), '2026-05-03').result).toMatchObject({ dateOnly: true })
    expect(read(date('UTC'), '2026-05-03T00:00').result).toMatchObject({ dateOnly: false })
  })

  test.each([
    '2024-02-31',
    '2023-02-29',
    '2100-02-29',
    '2024-13-45',
    '2024-00-10',
    '2024-04-31',
    '2024-05-01T24:00',
    '2024-05-01T12:60',
    '2024-05-01T23:59:60',
    '2024-05-01T12:00+25:00',
    '2024-05-01T12:00+02:60',
    '0000-01-01',
    '0999-12-31',
    '9999-01-01',
  ])('date: %s is in no calendar', text => {
    expect(read(date('UTC'), text)).toEqual({ result: undefined, messages: [`there is no "${text}" in the calendar`] })
  })

  test.each([
    'soon',
    '3rd May',
    '03/05/2026',
    '2026-5-3',
    '2026-05',
    '20260503',
    '2026-05-03T9:00',
    '2026-05-03T09',
    '2026-05-03T09:00 CET',
    '2026-05-03T09:00+02',
    '2026-05-03Z',
    '-2026-05-03',
    '+002026-05-03',
    '2026-05-03 at noon',
    '٢٠٢٦-٠٥-٠٣',
    '',
  ])('date: cannot read %j', text => {
    expect(read(date('UTC'), text)).toEqual({ result: undefined, messages: [`cannot read "${text}" as a date`] })
  })

  test.each([
    [['2026'], 'a list'],
    [new Map(), 'a group of fields'],
  ])('date: is no %#', (value, what) => {
    expect(read(date('UTC'), value).messages).toEqual([`cannot read ${what} as a date`])
  })
})

describe('clockChange', () => {
  test.each<[string, string, ReturnType<typeof clockChange>]>([
    ['2026-03-29T02:30', 'Europe/Zurich', { kind: 'skipped', ...instants('2026-03-29T00:30Z', '2026-03-29T01:30Z') }],
    ['2026-10-25 02:30:15', 'Europe/Zurich', { kind: 'repeated', ...instants('2026-10-25T00:30:15Z', '2026-10-25T01:30:15Z') }],
    ['2026-10-04T02:15', 'Australia/Lord_Howe', { kind: 'skipped', ...instants('2026-10-03T15:15Z', '2026-10-03T15:45Z') }],
    ['2026-03-29T01:59', 'Europe/Zurich', undefined],
    ['2026-03-29T03:00', 'Europe/Zurich', undefined],
    ['2026-03-29T02:30+01:00', 'Europe/Zurich', undefined],
    ['2026-03-29T02:30', 'UTC', undefined],
    ['2018-11-04', 'America/Sao_Paulo', undefined],
  ])('clockChange: %s in %s', (text, timezone, change) => {
    expect(clockChange(text, timezone)).toEqual(change)
  })

  function instants(earlier: string, later: string): { readonly earlier: number; readonly later: number } {
    return { earlier: Date.parse(earlier), later: Date.parse(later) }
  }
})

describe('timeZone', () => {
  test.each([
    ['europe/zurich', 'Europe/Zurich'],
    ['utc', 'UTC'],
    ['Asia/Almaty', 'Asia/Almaty'],
  ])('timeZone: %s is %s', (name, expected) => {
    expect(read(timeZone, name).result).toBe(expected)
  })

  test.each(['Mars/Phobos', 'Zurich', '', 'GMT+25'])('timeZone: %j is none', name => {
    expect(read(timeZone, name)).toEqual({ result: undefined, messages: [`cannot read "${name}" as a time zone`] })
  })
})
