import type { ServerResponse } from 'node:http'
import { ASK_EACH_TIME } from '../output/cache-control.ts'
import { type HeaderBlock, SECURITY_BLOCK, sharingBlock } from './header-block.ts'

/** Answers with a line for people, where no file is the answer. */
export function sendText(
  response: ServerResponse,
  { status, text, more = [] }: { readonly status: number; readonly text: string; readonly more?: HeaderBlock },
): void {
  const described = ['Content-Type', 'text/plain; charset=utf-8', 'Content-Length', String(Buffer.byteLength(text))]
  response.writeHead(status, [...described, 'Cache-Control', ASK_EACH_TIME, ...more, ...SECURITY_BLOCK]).end(text)
}

/** Leads elsewhere. Browsers keep a 301 for ever unless told otherwise, and a story may move back. */
export function redirect(response: ServerResponse, to: string): void {
  const about = ['Location', to, 'Content-Length', '0', 'Cache-Control', ASK_EACH_TIME]
  response.writeHead(301, [...about, ...sharingBlock(to.replace(/\?.*/s, '')), ...SECURITY_BLOCK]).end()
}

/** For a file that is there and could not be read: whoever asks again may have it. */
export function sendUnreadable(response: ServerResponse): void {
  sendText(response, { status: 503, text: 'This cannot be read just now.', more: ['Retry-After', '5'] })
}
