import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { validateXML } from 'xmllint-wasm'
import type { FeedDocument } from './feed-document.ts'
import { parseXmlTree, type XmlElement } from './xml-tree.ts'

/** What libxml says of an XML document: the tree when it is well-formed, and what is wrong with it. */
export interface XmlReport {
  /** Undefined when the document is not well-formed, names and their namespaces included. */
  readonly root: XmlElement | undefined
  readonly problems: readonly string[]
}

/** Pages of 64 KiB that libxml may use: 512 MiB, for archives far beyond what a feed should be. */
const MAX_MEMORY_PAGES = 8192

const SCHEMAS = { rss: readSchema('rss.rng'), atom: readSchema('atom.rng') }

/** Starting libxml takes far longer than reading a feed, and one test asks several questions of a document. */
const MAX_REMEMBERED = 16
const remembered = new Map<string, Promise<XmlReport>>()

/** Parses a document with libxml and validates it against our RELAX NG schema of its format. */
export function checkXml({ content }: FeedDocument, format: 'rss' | 'atom'): Promise<XmlReport> {
  const key = format + content
  const report = remembered.get(key) ?? runLibxml(content, format)
  remembered.delete(key)
  remembered.set(key, report)
  const [oldest] = remembered.keys()
  if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest)
  return report
}

async function runLibxml(content: string, format: 'rss' | 'atom'): Promise<XmlReport> {
  // The name keeps clear of colons, which libxml's messages are cut at.
  const result = await validateXML({
    xml: { fileName: `feed.${format}`, contents: content },
    schema: { fileName: `${format}.rng`, contents: SCHEMAS[format] },
    extension: 'relaxng',
    normalization: 'c14n',
    maxMemoryPages: MAX_MEMORY_PAGES,
  })
  const messages = messagesIn(result.rawOutput)
  const malformed = messages.filter(message => / (parser|namespace|I\/O) (error|warning) : /.test(message))
  if (malformed.length > 0) return { root: undefined, problems: malformed.map(message => `not well-formed: ${message}`) }
  if (!result.valid && messages.length === 0) throw new Error(`libxml failed without a message: ${result.rawOutput}`)
  return { root: parseXmlTree(result.normalized), problems: messages.map(message => `schema: ${message}`) }
}

/**
 * The lines that carry a message; the rest shows the source, a caret, or the verdict. Undeclared prefixes are only found
 * here: libxml reports them but calls the document valid.
 */
function messagesIn(rawOutput: string): readonly string[] {
  return rawOutput
    .split('\n')
    .filter(line => /^feed\.\w+:\d+: .*(error|warning) : /.test(line))
    .map(line => line.replace(/^feed\.\w+:(\d+): /, 'line $1: '))
}

function readSchema(file: string): string {
  return readFileSync(fileURLToPath(new URL(file, import.meta.url)), 'utf8')
}
