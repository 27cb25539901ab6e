import { expect, onTestFinished, test } from 'vitest'
import { keepPinging } from '../../src/notify/keep-pinging.ts'
import { until } from '../cli/courant.ts'
import { newsroomOf, story } from '../support/newsroom.ts'
import { outsideHub } from './outside-hub.ts'
import { SITE } from './running-hub.ts'

test('keepPinging: a hub that fails is told again by itself, and that is said once', async () => {
  const hub = await outsideHub()
  const newsroom = newsroomOf({ 'a.md': story() })
  await newsroom.publish({ hub: hub.address })
  const said: string[] = []
  hub.status = 503
  const { paths } = newsroom
  const onSaid = ({ words }: { readonly words: string }): void => void said.push(words)
  const pings = keepPinging({ paths, hub: hub.address, site: SITE, onSaid, onCounted: () => {} })
  onTestFinished(() => pings[Symbol.asyncDispose]())
  pings.published(SITE)
  await until(() => (said.length === 1 ? true : undefined))
  // Ten seconds later.
  hub.status = 204
  await until(() => (said.length === 2 ? true : undefined))
  expect(said).toEqual([
    `The hub ${hub.address} was not told of 6 feeds that changed: it answers 503; it is told again later.`,
    `Told the hub ${hub.address} of 6 feeds that changed.`,
  ])
})
