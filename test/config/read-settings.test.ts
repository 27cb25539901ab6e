import { describe, expect, test } from 'vitest'
import { DEFAULT_SETTINGS, readSettings, settingsFields } from '../../src/config/read-settings.ts'
import { patternProblem } from '../../src/runner/heartbeat.ts'
import { shown } from '../support/newsroom.ts'

function read(source: string) {
  return readSettings(source, { path: 'courant.yaml', validate: patternProblem })
}

const BROKEN: readonly (readonly [name: string, source: string, mistakes: readonly string[]])[] = [
  ['an unknown field', 'prot: 80\n', ['1:7 error unknown-field prot: there is no such field | did you mean port?']],
  [
    'a port out of range',
    'port: 70000\n',
    ['1:7 error bad-value port: cannot read "70000" as a number | write a whole number from 0 to 65535'],
  ],
  [
    'a port in words',
    'port: http\n',
    ['1:7 error bad-value port: cannot read "http" as a number | write a whole number from 0 to 65535'],
  ],
  [
    'a pattern of words',
    'schedule: every minute\n',
    [
      '1:11 error bad-value schedule: cannot read "every minute" as a schedule (expected 5 or 6 fields but got 2) | write minute, hour, day, month, weekday: "*/5 * * * *" is every five minutes',
    ],
  ],
  [
    'a pattern out of range',
    'schedule: "61 * * * *"\n',
    [
      '1:12 error bad-value schedule: cannot read "61 * * * *" as a schedule (61 is a invalid expression for minute) | write minute, hour, day, month, weekday: "*/5 * * * *" is every five minutes',
    ],
  ],
  [
    'a pattern that is a list',
    'schedule: [1]\n',
    [
      '1:1 error bad-value schedule: cannot read a list as a schedule (not text) | write minute, hour, day, month, weekday: "*/5 * * * *" is every five minutes',
    ],
  ],
  [
    'an unknown zone',
    'timezone: Mars/Phobos\n',
    [
      '1:11 error bad-value timezone: cannot read "Mars/Phobos" as a time zone | write its name: Europe/Zurich, Asia/Almaty, UTC',
    ],
  ],
  ['broken YAML', 'host: "x\n', ['1:9 error yaml: the " is not closed | close it: host: "x"']],
  [
    'text',
    'port\n',
    [
      '1:1 error bad-value: "port" stands where fields belong | write each field on a line of its own, with a blank after the colon: schedule: …',
    ],
  ],
  [
    'a hub that is neither an address nor the own one',
    'hub: mine\n',
    ['1:6 error bad-value hub: cannot read "mine" as a hub | write self, or an address in full: https://hub.example.org/'],
  ],
  ['a blank host', 'host: " "\n', ['1:8 error bad-value host: is blank | write something, or remove the line']],
]

describe('readSettings', () => {
  test.each(BROKEN)('readSettings: %s', (_name, source, mistakes) => {
    const { settings, diagnostics } = read(source)
    expect(shown(diagnostics).map(line => line.slice('courant.yaml:'.length))).toEqual(mistakes)
    expect(settings).toBeUndefined()
  })

  test.each(['', '# nothing yet\n', '\uFEFF\r\n'])('readSettings: %j leaves what holds without a file', source => {
    expect(read(source)).toEqual({ settings: DEFAULT_SETTINGS, diagnostics: [] })
  })

  test('readSettings: reads every field', () => {
    const source = `schedule: "*/5 * * * *"\ntimezone: Asia/Almaty\nhost: 0.0.0.0\nport: 0\nmetrics: 9464\nrecord: record.jsonl
hub: self\nprivateCallbacks: true\n`
    expect(read(source).settings).toEqual({
      deliver: [],
      schedule: '*/5 * * * *',
      scheduleTimezone: 'Asia/Almaty',
      host: '0.0.0.0',
      port: 0,
      metrics: 9464,
      record: 'record.jsonl',
      hub: 'self',
      privateCallbacks: true,
    })
  })

  test("readSettings: the hub may be another's address", () => {
    expect(read('hub: HTTPS://hub.example.org\n').settings?.hub).toBe('https://hub.example.org/')
  })

  test.each(Object.entries(settingsFields(patternProblem)))(
    'readSettings: the example of %s can be copied',
    (name, { example }) => {
      expect(shown(read(`${name}: ${example}\n`).diagnostics)).toEqual([])
    },
  )
})

describe('readSettings: an empty value', () => {
  test.each(Object.entries(settingsFields(() => undefined)))('of %s is an error', (field, { example }) => {
    const { settings, diagnostics } = read(`${field}:\n`)
    expect(settings).toBeUndefined()
    expect(shown(diagnostics)).toEqual([
      `courant.yaml:1:1 error bad-value ${field}: is empty | write a value, as in ${field}: ${example}; or remove the line`,
    ])
  })
})

describe('readSettings: deliver', () => {
  test('is a list of places, each with what it needs', () => {
    const { settings } = read(
      'deliver:\n  - releases: /srv/news\n  - { releases: live, keep: 2 }\n  - s3: news\n  - { s3: news, endpoint: "https://s3.example.net", region: auto, prefix: /a//b, feedCopies: true }\n',
    )
    const nothing = { endpoint: undefined, region: undefined, prefix: '', feedCopies: false }
    expect(settings?.deliver).toEqual([
      { kind: 'releases', folder: '/srv/news', keep: 5, feedCopies: false },
      { kind: 'releases', folder: 'live', keep: 2, feedCopies: false },
      { kind: 's3', bucket: 'news', ...nothing },
      { kind: 's3', bucket: 'news', endpoint: 'https://s3.example.net/', region: 'auto', prefix: 'a/b/', feedCopies: true },
    ])
  })

  test.each([
    [
      'keep: 3',
      '2:5 error bad-value deliver.0: names no place | write releases: and a folder, or s3: and a bucket; two places are two items of the list',
    ],
    [
      '{ releases: a, s3: b }',
      '2:5 error bad-value deliver.0: names two places at once | write releases: and a folder, or s3: and a bucket; two places are two items of the list',
    ],
    [
      '{ s3: a, keep: 3 }',
      '2:20 error bad-value deliver.0.keep: does not go with s3 | remove the line, or see to which item of the list it belongs',
    ],
    [
      '{ releases: a, region: b }',
      '2:28 error bad-value deliver.0.region: does not go with releases | remove the line, or see to which item of the list it belongs',
    ],
  ])('says what is wrong with %s', (item, mistake) => {
    expect(shown(read(`deliver:\n  - ${item}\n`).diagnostics)).toEqual([`courant.yaml:${mistake}`])
  })
})
