import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'

const SERVER = createRequire(import.meta.url).resolve('yaml-language-server/bin/yaml-language-server')

/** A mistake as an editor shows it, places 1-based as people count. */
export type Shown = string

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
}

/** What editors with YAML support ask: Red Hat's server, which VS Code's extension runs, over its own protocol (LSP 3.17). */
export class YamlLanguageServer {
  readonly #process: ChildProcess
  readonly #answers = new Map<number, (result: unknown) => void>()
  readonly #published = new Map<string, (diagnostics: unknown) => void>()
  #received: Buffer = Buffer.alloc(0)
  #asked = 0

  private constructor() {
    this.#process = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] })
    this.#process.stdout?.on('data', (part: Buffer) => {
      this.#received = Buffer.concat([this.#received, part])
      this.#readMessages()
    })
  }

  /** Starts the server in a folder; it ends with the test. */
  static async start(folder: string): Promise<YamlLanguageServer> {
    const server = new YamlLanguageServer()
    onTestFinished(() => {
      server.#process.kill()
    })
    const root = { uri: pathToFileURL(folder).href, name: 'newsroom' }
    const completionItem = { snippetSupport: true }
    await server.#ask('initialize', {
      processId: process.pid,
      rootUri: root.uri,
      workspaceFolders: [root],
      capabilities: { textDocument: { completion: { completionItem }, publishDiagnostics: {} } },
    })
    server.#send({ method: 'initialized', params: {} })
    return server
  }

  /** Opens a file with this text, and gives its mistakes: `line:column message`. */
  async open(file: string, text: string): Promise<readonly Shown[]> {
    const uri = pathToFileURL(file).href
    const { promise, resolve } = Promise.withResolvers<unknown>()
    this.#published.set(uri, resolve)
    this.#send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'yaml', version: 1, text } } })
    const diagnostics = asList(await promise)
    return diagnostics
      .map(({ range, message }) => ({ ...asPlace(asRecord(range).start), message: String(message) }))
      .sort((a, b) => a.line - b.line)
      .map(({ line, column, message }) => `${line}:${column} ${message}`)
  }

  /** What an editor offers at a place of an open file, both numbers 1-based. */
  async complete(
    file: string,
    { line, column }: { readonly line: number; readonly column: number },
  ): Promise<readonly string[]> {
    const position = { line: line - 1, character: column - 1 }
    const answer = await this.#ask('textDocument/completion', { textDocument: { uri: pathToFileURL(file).href }, position })
    return asList(asRecord(answer).items).map(({ label }) => String(label))
  }

  /** What an editor says of the word at a place. */
  async hover(file: string, { line, column }: { readonly line: number; readonly column: number }): Promise<string> {
    const position = { line: line - 1, character: column - 1 }
    const answer = await this.#ask('textDocument/hover', { textDocument: { uri: pathToFileURL(file).href }, position })
    return String(asRecord(asRecord(answer).contents).value)
  }

  #ask(method: string, params: unknown): Promise<unknown> {
    const { promise, resolve } = Promise.withResolvers<unknown>()
    this.#asked += 1
    this.#answers.set(this.#asked, resolve)
    this.#send({ id: this.#asked, method, params })
    return promise
  }

  #send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.#process.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  }

  #readMessages(): void {
    for (;;) {
      const end = this.#received.indexOf('\r\n\r\n')
      const length = Number(/Content-Length: (\d+)/i.exec(this.#received.subarray(0, Math.max(end, 0)).toString())?.[1])
      if (end < 0 || this.#received.length < end + 4 + length) return
      const message: Message = JSON.parse(this.#received.subarray(end + 4, end + 4 + length).toString())
      this.#received = this.#received.subarray(end + 4 + length)
      this.#take(message)
    }
  }

  #take({ id, method, params, result }: Message): void {
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = asRecord(params)
      this.#published.get(String(uri))?.(diagnostics)
    } else if (id !== undefined && method !== undefined) this.#send({ id, result: null })
    else if (id !== undefined) this.#answers.get(id)?.(result)
  }
}

function asPlace(value: unknown): { readonly line: number; readonly column: number } {
  const { line, character } = asRecord(value)
  return { line: Number(line) + 1, column: Number(character) + 1 }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

function asList(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(asRecord) : []
}
