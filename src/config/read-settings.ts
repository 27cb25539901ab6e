import { timeZone } from '../fields/read-date.ts'
import { readYaml } from '../fields/read-yaml.ts'
import { choice, type FieldTable, flag, group, integer, text, url } from '../fields/readers.ts'
import { patternSchema } from '../fields/schema.ts'
import { quote, type Reader, reader, rootSlot } from '../fields/slot.ts'
import type { Delivery } from '../model/delivery.ts'
import { byPlace, type Diagnostic } from '../model/diagnostic.ts'
import { OWN_HUB } from '../model/hub.ts'
import { deliveries } from './delivery-fields.ts'

/** What the operator decides, in `courant.yaml`. */
export interface Settings {
  /** Heartbeat: a cron pattern of five or six fields. */
  readonly schedule: string
  /** IANA zone of the pattern. */
  readonly scheduleTimezone: string
  readonly host: string
  readonly port: number
  /** Port on which the operator's programs ask how it goes; undefined for none. */
  readonly metrics: number | undefined
  /** Where else the record is kept or comes from. */
  readonly record: string | undefined
  /** The WebSub hub that the feeds name: its address, or `OWN_HUB`. */
  readonly hub: string | undefined
  /** How what happens is told on standard error; undefined for words on a terminal, and JSON elsewhere. */
  readonly log: LogFormat | undefined
  /** Whether the own hub may ask addresses of private networks. */
  readonly privateCallbacks: boolean
  /** Folder of the theme; undefined for `theme` beside the articles. */
  readonly theme: string | undefined
  /** Where what is published goes beside `out/`. */
  readonly deliver: readonly Delivery[]
}

const LOG_FORMATS = ['text', 'json'] as const

/** For people, or for programs. */
export type LogFormat = (typeof LOG_FORMATS)[number]

/** What holds without a `courant.yaml`. */
export const DEFAULT_SETTINGS: Settings = {
  schedule: '* * * * *',
  scheduleTimezone: 'UTC',
  host: '127.0.0.1',
  port: 8080,
  metrics: undefined,
  record: undefined,
  hub: undefined,
  log: undefined,
  privateCallbacks: false,
  theme: undefined,
  deliver: [],
}

/** Says what is wrong with a cron pattern, or nothing. */
export type ValidatePattern = (pattern: string) => string | undefined

/** The fields of `courant.yaml`. */
export function settingsFields(validate: ValidatePattern) {
  const pattern: Reader<string> = reader({ type: 'string' }, slot => {
    const wrong = typeof slot.value === 'string' ? validate(slot.value) : 'not text'
    if (wrong === undefined) return String(slot.value)
    return slot.mistake({
      message: `cannot read ${quote(slot.value)} as a schedule (${wrong})`,
      remedy: 'write minute, hour, day, month, weekday: "*/5 * * * *" is every five minutes',
    })
  })
  return {
    schedule: {
      read: pattern,
      about: 'When the newsroom is read again; what is due goes out at its second regardless.',
      example: '"* * * * *"',
    },
    timezone: { read: timeZone, about: 'The zone of the schedule.', example: 'UTC' },
    host: { read: text({ max: 255 }), about: 'The address to listen on.', example: '127.0.0.1' },
    port: { read: integer({ min: 0, max: 65535 }), about: 'The port to listen on; 0 for any that is free.', example: '8080' },
    metrics: {
      read: integer({ min: 1, max: 65535 }),
      about: 'A port of its own for `/metrics`, `/healthz` and `/readyz`, which are not for the public.',
      example: '9464',
    },
    hub: {
      read: hub,
      about:
        'The WebSub hub that the feeds name: `self` for the own one, of `courant run`, or the address of another, which is told what changed.',
      example: OWN_HUB,
    },
    privateCallbacks: {
      read: flag,
      about:
        'Whether the own hub may ask subscribers at addresses of private networks: in a house of its own, or to try it out.',
      example: 'false',
    },
    log: {
      read: choice(LOG_FORMATS),
      about: 'How `courant run` tells what happens: `text` for people, `json` for programs, one line an event.',
      example: 'json',
    },
    theme: {
      read: text({ max: 2000 }),
      about: 'The folder of the theme, which must be there; `theme`, beside the articles, where there is one, when absent.',
      example: 'house-style',
    },
    record: {
      read: text({ max: 2000 }),
      about: 'Where else the record of published stories is kept: a file, tracked in git, say; or an address to start from.',
      example: 'record.jsonl',
    },
    deliver: {
      read: deliveries,
      about: 'Where else what is published goes: folders of releases (`releases`), buckets of S3 (`s3`).',
      example: '[{ releases: live }]',
    },
  } as const satisfies FieldTable
}

const HUB_REMEDY = 'write self, or an address in full: https://hub.example.org/'

/** `OWN_HUB`, or the address of another's. */
const hub: Reader<string> = reader(patternSchema(/^(self$|\s*[hH][tT]{2}[pP][sS]?:)/, HUB_REMEDY), slot => {
  if (typeof slot.value === 'string' && /^https?:/i.test(slot.value.trim())) return url(slot)
  if (slot.value === OWN_HUB) return OWN_HUB
  return slot.mistake({ message: `cannot read ${quote(slot.value)} as a hub`, remedy: HUB_REMEDY })
})

/** Reads `courant.yaml`; undefined with an error in it. `path` is how messages name the file. */
export function readSettings(
  source: string,
  { path, validate }: { readonly path: string; readonly validate: ValidatePattern },
): { readonly settings: Settings | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const yaml = readYaml(source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'))
  if ('message' in yaml) return { settings: undefined, diagnostics: [{ severity: 'error', code: 'yaml', path, ...yaml }] }
  const diagnostics: Diagnostic[] = []
  const fields = group(settingsFields(validate))(
    rootSlot(yaml.value ?? new Map(), {
      path,
      placeOf: yaml.placeOf,
      hiddenOf: yaml.hiddenOf,
      isQuoted: yaml.isQuoted,
      diagnostics,
    }),
  )
  if (!fields || diagnostics.length > 0) return { settings: undefined, diagnostics: diagnostics.sort(byPlace) }
  const settings: Settings = {
    schedule: fields.schedule ?? DEFAULT_SETTINGS.schedule,
    scheduleTimezone: fields.timezone ?? DEFAULT_SETTINGS.scheduleTimezone,
    host: fields.host ?? DEFAULT_SETTINGS.host,
    port: fields.port ?? DEFAULT_SETTINGS.port,
    metrics: fields.metrics,
    record: fields.record,
    hub: fields.hub,
    log: fields.log,
    privateCallbacks: fields.privateCallbacks ?? DEFAULT_SETTINGS.privateCallbacks,
    theme: fields.theme,
    deliver: fields.deliver ?? DEFAULT_SETTINGS.deliver,
  }
  return { settings, diagnostics }
}
