import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { SiteAddress } from '../feed/feed-links.ts'
import { hrefOf } from '../model/address.ts'
import { HUB_PATH, OWN_HUB } from '../model/hub.ts'
import type { HubAnswer } from '../notify/read-intent.ts'
import { decodedPath, pathOf } from './request-path.ts'
import { sendText } from './send-text.ts'

/** Of a subscriber's form: a callback, a topic and a secret fit in several times. */
const MAX_FORM_BYTES = 16 * 1024
const FORM = /^application\/x-www-form-urlencoded\s*(;|$)/i

/** Answers at the own hub's address, where the site has one, and leaves everything else to `next`. */
export function hubEndpoint(
  base: SiteAddress,
  { ask, next }: { readonly ask: (form: string) => Promise<HubAnswer>; readonly next: RequestListener },
): RequestListener {
  return (request, response) => {
    const isHub = base.hub === OWN_HUB && pathOf(request.url ?? '/') === decodedPath(hrefOf(base, HUB_PATH))
    if (isHub) answerSubscriber({ request, response }, ask)
    else next(request, response)
  }
}

async function answerSubscriber(
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
  ask: (form: string) => Promise<HubAnswer>,
): Promise<void> {
  const refuse = (status: number, text: string): void =>
    // What is not read of the request would be taken for the next one.
    sendText(response, { status, text, more: ['Connection', 'close', ...(status === 405 ? ['Allow', 'POST'] : [])] })
  if (request.method !== 'POST') return refuse(405, 'This is a WebSub hub: subscribers ask it by POST.')
  if (!FORM.test(request.headers['content-type'] ?? '')) return refuse(415, 'Ask with application/x-www-form-urlencoded.')
  const form = await readForm(request)
  if (form === undefined) return refuse(413, `Ask with ${MAX_FORM_BYTES} bytes at most.`)
  sendText(response, await ask(form))
}

/** The request's body; undefined where it is too long, or is broken off. */
async function readForm(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    // Whoever is refused is still answered.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      length += chunk.length
      if (length > MAX_FORM_BYTES) return undefined
      chunks.push(chunk)
    }
    return Buffer.concat(chunks).toString('utf8')
  } catch {
    return undefined
  }
}
