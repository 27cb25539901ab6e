import { describe, expect, test } from 'vitest'
import { deliver } from '../../src/notify/callback.ts'
import { findByDns } from '../../src/notify/find-addresses.ts'
import { publicLookup } from '../../src/platform/public-lookup.ts'
import { until } from '../cli/courant.ts'
import { nameServer } from './name-server.ts'
import { HubOnTrial, REACH } from './running-hub.ts'
import { subscriber } from './subscriber.ts'

/** As a hub on the public network reaches out, with a name server of the test. */
async function publicReach(answer: (name: string) => readonly string[]) {
  const { address } = await nameServer(answer)
  return { ...REACH, allowPrivate: false, lookup: publicLookup(findByDns([address])) }
}

async function publicHub(answer: (name: string) => readonly string[] = () => []): Promise<HubOnTrial> {
  const hub = new HubOnTrial()
  hub.place({ 'feed.atom': '1' })
  return await hub.open({ reach: await publicReach(answer) })
}

describe('Hub: callbacks in private networks', () => {
  test.each([
    '127.0.0.1',
    '127.0.0.1.',
    '127.1',
    '127.255.255.254',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.0x1',
    '0177.0.0.1',
    '017700000001',
    '①②⑦.0.0.1',
    '127。0。0。1',
    '%31%32%37.0.0.1',
    '0',
    '0.0.0.0',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[0:0:0:0:0:ffff:7f00:0001]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.0.1',
    '100.64.0.1',
    '169.254.0.1',
    '169.254.169.254',
    '[fd00:ec2::254]',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    '[fe80::1]',
    '[fc00::1]',
    '224.0.0.1',
    '255.255.255.255',
  ])('%s is refused at once', async host => {
    const hub = await publicHub()
    expect(await hub.ask({ 'hub.callback': `http://${host}:8080/` })).toMatchObject({
      status: 400,
      text: expect.stringContaining('private network'),
    })
  })

  test.each([
    ['this machine', ['127.0.0.1']],
    ['this machine by IPv6', ['::1']],
    ['a public address and this machine', ['192.0.66.1', '127.0.0.1']],
    ['a public address and this machine by IPv6', ['192.0.66.1', '::1']],
    ['the metadata of a cloud', ['169.254.169.254']],
    ['nowhere', []],
  ])('a name that leads to %s is never connected to', async (_, addresses) => {
    const hub = await publicHub(() => addresses)
    const reader = await subscriber()
    const { port } = new URL(reader.address)
    await hub.subscribe(`http://reader.example.com:${port}/`)
    expect(reader.intents).toEqual([])
    expect(hub.counted).toContainEqual({ kind: 'verification', outcome: 'refused' })
  })

  test.each(['localhost', 'localhost.', 'a.localhost'])('%s is this machine, whatever name servers say', async host => {
    const hub = await publicHub(() => ['127.0.0.1'])
    const reader = await subscriber()
    await hub.subscribe(`http://${host}:${new URL(reader.address).port}/`)
    expect(reader.intents).toEqual([])
  })

  test('a name is looked up for each connection, so that one that changes its answer is refused then', async () => {
    let asked = 0
    const { lookup } = await publicReach(() => (++asked <= 2 ? ['192.0.66.1'] : ['127.0.0.1']))
    const found = (): Promise<unknown> =>
      new Promise(resolve => lookup('rebinding.example.com', {}, (error, address) => resolve(error?.message ?? address)))
    expect(await found()).toBe('192.0.66.1')
    expect(await found()).toContain('private network')
  })

  test('a subscription from when they were allowed gets nothing once they are not', async () => {
    const hub = new HubOnTrial()
    hub.place({ 'feed.atom': '1' })
    await hub.open()
    const reader = await subscriber()
    await hub.subscribe(reader.address)
    await hub.close()
    await hub.open({ reach: await publicReach(() => []) })
    hub.publish({ 'feed.atom': '2' })
    await until(() => (hub.deliveries.length > 0 ? true : undefined))
    expect(hub.deliveries).toEqual(['failed'])
    expect(reader.arrivals).toEqual([])
  })

  test('deliver: looks the name up anew for each delivery', async () => {
    let asked = 0
    const reach = await publicReach(() => {
      asked++
      return ['127.0.0.1']
    })
    const due = { id: 1, topic: 'feed.atom', callback: 'http://reader.example.com/', secret: undefined }
    const content = { bytes: Buffer.from('1'), sha256: '', type: 'text/plain', link: '' }
    const { signal } = new AbortController()
    for (let time = 1; time <= 3; time++) expect(await deliver(due, content, { ...reach, signal })).toBe('failed')
    // Both kinds of address each time.
    expect(asked).toBe(6)
  })
})
