import { join } from 'node:path'
import type { Site, Wording } from '../model/site.ts'
import { isObject } from '../platform/json-lines.ts'
import { readJson } from '../platform/read-json.ts'
import { writeWhole } from '../platform/write-whole.ts'
import type { Paths } from './paths.ts'

/** Disclaimers and boilerplates by name. */
export type StandingTexts = Pick<Site, 'disclaimers' | 'boilerplates'>

const FILE = 'standing-texts.json'

/** The site with the texts that it had before, under names that it has no more: last good versions of stories may bear them. */
export function withFormerTexts(site: Site, { state }: Pick<Paths, 'state'>): Site {
  const former = readJson(join(state, FILE))
  return { ...site, ...textsAfter(isObject(former) ? former : {}, site) }
}

/** Remembers the texts of a site that is published, beside those that it had before. */
export function rememberTexts(site: StandingTexts, { state }: Pick<Paths, 'state'>): void {
  const file = join(state, FILE)
  const before = readJson(file)
  const { disclaimers, boilerplates } = textsAfter(isObject(before) ? before : {}, site)
  const after = { disclaimers: Object.fromEntries(disclaimers), boilerplates: Object.fromEntries(boilerplates) }
  const isSame = JSON.stringify(before ?? NONE) === JSON.stringify(after)
  if (!isSame) writeWhole(file, `${JSON.stringify(after)}\n`, { mode: 0o600 })
}

const NONE = { disclaimers: {}, boilerplates: {} }

function textsAfter(former: Readonly<Record<string, unknown>>, site: StandingTexts): StandingTexts {
  const joined = (kind: keyof StandingTexts): Site['disclaimers'] =>
    new Map([...Object.entries(isObject(former[kind]) ? former[kind] : {}).filter(isText), ...site[kind]])
  return { disclaimers: joined('disclaimers'), boilerplates: joined('boilerplates') }
}

function isText(entry: [string, unknown]): entry is [string, readonly Wording[]] {
  const [, wordings] = entry
  return Array.isArray(wordings) && wordings.every(isWording)
}

function isWording(value: unknown): boolean {
  return isObject(value) && typeof value.from === 'number' && typeof value.lang === 'string' && typeof value.text === 'string'
}
