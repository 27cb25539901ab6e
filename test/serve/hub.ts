import { onTestFinished } from 'vitest'
import type { SiteAddress } from '../../src/feed/feed-links.ts'
import { OWN_HUB } from '../../src/model/hub.ts'
import { answer } from '../../src/serve/answer.ts'
import { hubEndpoint } from '../../src/serve/hub-endpoint.ts'
import { publishedSite } from '../../src/serve/published.ts'
import { startServer } from '../../src/serve/server.ts'
import { HubOnTrial, SITE } from '../notify/running-hub.ts'

/** A site with a hub of its own. */
export const OWN: SiteAddress = { ...SITE, hub: OWN_HUB }

/** A served site with its hub, until the test ends. */
export async function servedHub(base: SiteAddress = OWN): Promise<string> {
  const hub = new HubOnTrial()
  hub.place({ 'feed.atom': '1', '404.html': 'Nothing is here.' })
  await hub.open()
  const listener = hubEndpoint(base, { ask: hub.askForm, next: answer(publishedSite(hub.out), base) })
  const server = await startServer(listener, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server[Symbol.asyncDispose]())
  return server.address
}
