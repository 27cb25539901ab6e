import {
  constructFromEvents,
  EVENT_ID,
  type Event,
  FAILSAFE_SCHEMA,
  parseEvents,
  realMapTag,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml'
import { slipAt } from './yaml-slips.ts'

/** Where something stands in its file; both 1-based. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** A YAML document whose scalars are all still text (YAML 1.2.2 §10.1), and the places of its keys and items. */
export interface YamlDocument {
  /** Maps, arrays and strings; undefined when the document is empty. */
  readonly value: unknown
  readonly placeOf: (path: readonly (string | number)[]) => Place
  /** Whether a value stands in quotes: an empty one so is meant to be empty. */
  readonly isQuoted: (path: readonly (string | number)[]) => boolean
  /** What a `#` hides of a value. */
  readonly hiddenOf: (path: readonly (string | number)[]) => string | undefined
}

/** What could not be read, in plain words. */
export interface YamlMistake extends Place {
  readonly message: string
  readonly remedy: string
}

// Scalars stay text: YAML would otherwise turn `012` into 10 and `2024-02-31` into 2 March. Maps keep `__proto__` a plain key.
const SCHEMA = FAILSAFE_SCHEMA.withTags(realMapTag)
const MAX_DEPTH = 16

/**
 * Reads YAML as text values with places. Aliases and tags are refused: nobody who writes news needs them, and they are how
 * a few bytes become gigabytes.
 */
export function readYaml(source: string): YamlDocument | YamlMistake {
  try {
    const events = parseEvents(source, { maxDepth: MAX_DEPTH })
    // An anchor that nothing refers to would take its word out of the text: `title: &Partners report`.
    const anchored = events.find(event => 'anchorStart' in event && event.anchorStart >= 0)
    if (anchored && 'anchorStart' in anchored) return { ...placeAt(source, anchored.anchorStart - 1), ...explain('anchor') }
    const documents = constructFromEvents(events, { source, schema: SCHEMA, maxAliases: 0 })
    if (documents.length > 1) return { line: 1, column: 1, ...explain('several documents') }
    let found: ReadonlyMap<string, Found> | undefined
    const places = (): ReadonlyMap<string, Found> => {
      found ??= placesOf(events, source)
      return found
    }
    return {
      value: documents[0],
      placeOf: path => nearest(places(), path),
      isQuoted: path => places().get(keyOf(path))?.quoted ?? false,
      hiddenOf: path => (/\s#/.test(source) ? hiddenAt(places().get(keyOf(path)), source) : undefined),
    }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    return explained(error, source)
  }
}

/** Reasons that the parser does not guess at, whatever the line looks like. */
const CERTAIN = /duplicated|alias|tag|depth|tab/i

/** What keeps a text from being read, in plain words: the slip in the line where there is a plain one, else what the parser says. */
function explained({ mark, reason }: YAMLException, source: string): YamlMistake {
  const place = { line: (mark?.line ?? 0) + 1, column: (mark?.column ?? 0) + 1 }
  const slip = CERTAIN.test(reason) ? undefined : slipAt(place.line, { source, unreadableAt })
  return slip ?? { ...place, ...explain(reason) }
}

function unreadableAt(source: string): number | undefined {
  try {
    parseEvents(source, { maxDepth: MAX_DEPTH })
    return undefined
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    return (error.mark?.line ?? 0) + 1
  }
}

/** What the parser says, for people who do not know YAML. */
const EXPLANATIONS: readonly (readonly [RegExp, string, string])[] = [
  [/duplicated mapping key/, 'this field is given twice', 'keep one of the two'],
  [
    /maxAliases|anchor|alias/,
    'aliases (& and *) are not read here',
    'write the value out in full, in quotes if it begins with & or *',
  ],
  [/several documents/, 'there are two documents here', 'remove the line --- between them'],
  [/tag/, 'tags (!) are not read here', 'write the value as plain text, in quotes if it begins with !'],
  [/depth/i, 'lists and mappings are nested too deeply', 'write each field on a line of its own'],
  [/tab/, 'a tab stands where spaces are needed', 'indent with spaces'],
  [/flow collection/, 'a [ or { is not closed', 'close it, or put the value in quotes'],
  [/quoted scalar/, 'a quotation mark is not closed', 'close it, or remove the first one'],
  [/deficient indentation/, 'a quotation mark, [ or { above is not closed', 'close it, or indent the lines that continue it'],
]

function explain(reason: string): { message: string; remedy: string } {
  const known = EXPLANATIONS.find(([pattern]) => pattern.test(reason))
  if (known) return { message: known[1], remedy: known[2] }
  return {
    message: 'this line cannot be read, or the one above it',
    remedy: 'write a name, a colon, a blank and a value; put the value in quotes if it holds a colon, #, @, [ or {',
  }
}

interface Found extends Place {
  readonly quoted: boolean
  /** Where a plain scalar ends. */
  readonly plainEnd?: number
}

interface OpenNode {
  readonly path: string
  readonly mapping: boolean
  /** The key whose value comes next, in a mapping. */
  key: string | undefined
  /** Items so far, in a sequence. */
  index: number
}

/** Places by path: of a scalar its value, of a mapping or list its key. Made only when something has to be located. */
function placesOf(events: readonly Event[], source: string): ReadonlyMap<string, Found> {
  const places = new Map<string, Found>()
  const place = (path: string, offset: number, scalar: Omit<Found, keyof Place> = { quoted: false }): void =>
    void places.set(path, { ...placeAt(source, offset), ...scalar })
  const open: OpenNode[] = []
  for (const event of events) {
    if (event.type === EVENT_ID.POP) open.pop()
    if (event.type === EVENT_ID.SCALAR) placeScalar(event, open.at(-1))
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      const path = pathOfNext(open.at(-1))
      if (!places.has(path)) place(path, event.start)
      open.push({ path, mapping: event.type === EVENT_ID.MAPPING, key: undefined, index: 0 })
    }
  }
  return places

  function placeScalar({ valueStart, valueEnd, style }: ScalarEvent, parent: OpenNode | undefined): void {
    const quoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED
    const scalar = { quoted, ...(style === SCALAR_STYLE.PLAIN && { plainEnd: valueEnd }) }
    if (parent?.mapping && parent.key === undefined) {
      parent.key = source.slice(valueStart, valueEnd)
      place(`${parent.path}/${parent.key}`, valueStart, { ...scalar, quoted: false })
    } else {
      const path = pathOfNext(parent)
      if (valueStart >= 0) place(path, valueStart, scalar)
    }
  }
}

function pathOfNext(parent: OpenNode | undefined): string {
  if (!parent) return ''
  if (!parent.mapping) return `${parent.path}/${parent.index++}`
  const path = `${parent.path}/${parent.key}`
  parent.key = undefined
  return path
}

function keyOf(path: readonly (string | number)[]): string {
  return `/${path.join('/')}`
}

function nearest(places: ReadonlyMap<string, Found>, path: readonly (string | number)[]): Place {
  for (let length = path.length; length > 0; length--) {
    const place = places.get(keyOf(path.slice(0, length)))
    if (place) return { line: place.line, column: place.column }
  }
  return { line: 1, column: 1 }
}

/** The comment right behind a plain value, or behind the colon of a name without one. */
function hiddenAt(found: Found | undefined, source: string): string | undefined {
  return found?.plainEnd === undefined ? undefined : /^:?[ \t]+(#.*)/.exec(source.slice(found.plainEnd))?.[1]
}

/** The place of an offset in a text. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, Math.max(offset, 0))
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: before.length - lineStart + 1 }
}
