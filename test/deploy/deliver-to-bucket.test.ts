import { afterAll, beforeAll, expect, test } from 'vitest'
import { BucketManifest } from '../../src/deploy/bucket-manifest.ts'
import { type DeliveryReport, deliver } from '../../src/deploy/deliver.ts'
import { openBucket } from '../../src/deploy/s3-bucket.ts'
import type { Delivery } from '../../src/model/delivery.ts'
import { describeInstalled } from '../support/describe-installed.ts'
import { FEED_NAMES } from '../support/feed-redirects.ts'
import { differingPaths, newsroomOf, SITE_YAML, story, type TemporaryNewsroom } from '../support/newsroom.ts'
import { NEEDS_S3, RealBucket, type RealS3, startS3 } from './real-s3.ts'
import { s3Proxy } from './s3-proxy.ts'

describeInstalled('deliverToBucket, to a real S3', { ...NEEDS_S3, tests })

function tests(): void {
  let s3: RealS3

  beforeAll(async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'courant', AWS_SECRET_ACCESS_KEY: 'secret' })
    s3 = await startS3()
  })

  afterAll(() => s3[Symbol.dispose]())

  const deliverTo = async ({ paths }: TemporaryNewsroom, delivery: Delivery, fence?: number): Promise<DeliveryReport> => {
    const [report] = await deliver({ paths, deliveries: [delivery], basePath: '', ...(fence !== undefined && { fence }) })
    if (!report) throw new Error('nothing was reported')
    return report
  }

  /** A published newsroom of two stories, and a bucket with something before it. */
  const published = async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'A' }), 'b.md': story({ title: 'B' }) })
    await newsroom.publish()
    const bucket = await RealBucket.make(s3)
    const proxy = await s3Proxy(s3)
    return { newsroom, bucket, proxy, delivery: bucket.delivery({ endpoint: proxy.address }) }
  }

  const differing = async (newsroom: TemporaryNewsroom, bucket: RealBucket): Promise<readonly string[]> =>
    differingPaths(await bucket.tree(), newsroom.out()).filter(path => path !== 'manifest.jsonl' && !FEED_NAMES.includes(path))

  test('sends every file with its type, its lifetime and where it leads', async () => {
    const { newsroom, bucket, delivery } = await published()
    newsroom.write({ 'c.md': story({ aliases: ['/old/'] }), 'static/film.mp4': Buffer.alloc(9 * 1024 * 1024, 'film') })
    await newsroom.publish()
    expect(await deliverTo(newsroom, delivery)).toMatchObject({ kind: 'delivered', problem: undefined })
    expect(await differing(newsroom, bucket)).toEqual([])
    const headersOf = async (key: string, ...names: readonly string[]) => {
      const { headers } = await bucket.get(key)
      return ['content-type', 'cache-control', ...names].map(name => headers.get(name))
    }
    expect(await headersOf('feed.rss')).toEqual(['application/rss+xml; charset=utf-8', 'public, max-age=60'])
    expect(await headersOf('a/index.html')).toEqual(['text/html; charset=utf-8', 'no-cache'])
    expect(await headersOf('old/index.html', 'x-amz-website-redirect-location')).toEqual([
      'text/html; charset=utf-8',
      'no-cache',
      '/c/',
    ])
    const style = [...newsroom.out().keys()].find(path => path.startsWith('assets/style.')) ?? ''
    expect(await headersOf(style)).toEqual(['text/css; charset=utf-8', 'public, max-age=31536000, immutable'])
  })

  test('leads from the names under which feeds are looked for to the feeds; or has copies of them, where it is told that nothing redirects there', async () => {
    const { newsroom, bucket } = await published()
    newsroom.write({ 'site.yaml': `${SITE_YAML}redirects: { /rss.xml: /feed.json }\n`, 'static/feed.xml': '<own/>' })
    await newsroom.publish()
    await deliverTo(newsroom, bucket.delivery())
    const seen = async (key: string) => {
      const { status, headers } = await bucket.get(key)
      return [status, headers.get('x-amz-website-redirect-location'), headers.get('content-type')]
    }
    const text = 'text/plain; charset=utf-8'
    for (const key of ['feed', 'rss', 'index.xml']) expect(await seen(key), key).toEqual([200, '/feed.rss', text])
    expect(await seen('atom.xml')).toEqual([200, '/feed.atom', text])
    expect(await seen('rss.xml')).toEqual([200, '/feed.json', 'application/xml; charset=utf-8'])
    expect(await (await bucket.get('feed.xml')).text()).toBe('<own/>')
    const copying = bucket.delivery({ feedCopies: true })
    const { kind, changes } = await deliverTo(newsroom, copying)
    // They are removed side by side.
    expect([kind, [...(changes?.removed ?? [])].sort()]).toEqual(['delivered', ['feed', 'rss']])
    expect(await seen('index.xml')).toEqual([200, null, 'application/rss+xml; charset=utf-8'])
    expect(await (await bucket.get('index.xml')).text()).toBe(newsroom.read('feed.rss'))
    expect(await (await bucket.get('atom.xml')).text()).toBe(newsroom.read('feed.atom'))
    expect((await bucket.get('feed')).status).toBe(404)
    expect(await (await bucket.get('feed.xml')).text()).toBe('<own/>')
    newsroom.write({ 'c.md': story({ title: 'C' }) })
    await newsroom.publish()
    await deliverTo(newsroom, copying)
    expect(await (await bucket.get('index.xml')).text()).toBe(newsroom.read('feed.rss'))
    expect(newsroom.read('feed.rss')).toContain('C')
  })

  test('asks twice where nothing changed, and sends what changed alone, stories before the feeds that name them', async () => {
    const { newsroom, proxy, delivery } = await published()
    await deliverTo(newsroom, delivery)
    proxy.seen.length = 0
    await deliverTo(newsroom, delivery)
    expect(proxy.seen).toEqual(['LIST .courant/manifest-', 'GET .courant/manifest-000000000002.jsonl.gz'])
    proxy.seen.length = 0
    newsroom.write({ 'c.md': story({ title: 'C' }) })
    await newsroom.publish()
    const { changes } = await deliverTo(newsroom, delivery)
    const [list, get, noted, isNewest, record, ...rest] = proxy.seen
    expect([list, get, noted, isNewest, record]).toEqual([
      'LIST .courant/manifest-',
      expect.any(String),
      'PUT .courant/manifest-000000000003.jsonl.gz',
      'LIST .courant/manifest-',
      'PUT record.jsonl',
    ])
    const sent = proxy.seen.filter(what => what.startsWith('PUT ') && !what.includes('.courant/')).map(what => what.slice(4))
    expect(sent.toSorted()).toEqual([...changes.added, ...changes.changed].sort())
    expect(sent).not.toContain('404.html')
    const at = (what: string): number => rest.indexOf(what)
    expect(at('PUT c/index.html')).toBeLessThan(at('PUT index.html'))
    expect(at('PUT index.html')).toBeLessThan(at('PUT feed.rss'))
    expect(at('LIST .courant/manifest-')).toBeLessThan(at('PUT feed.rss'))
    expect(at('PUT feed.rss')).toBeLessThan(at('PUT .courant/manifest-000000000004.jsonl.gz'))
  })

  test('one that stood still learns that others delivered, though their notes but the last are gone', async () => {
    const { newsroom, bucket } = await published()
    await deliverTo(newsroom, bucket.delivery())
    using slow = await openBucket(bucket.delivery())
    const late = await BucketManifest.read(slow)
    for (const title of ['C', 'D']) {
      newsroom.write({ 'c.md': story({ title }) })
      await newsroom.publish()
      expect(await deliverTo(newsroom, bucket.delivery())).toMatchObject({ kind: 'delivered' })
    }
    expect(await late.save(0)).toBe(false)
    expect(await deliverTo(newsroom, bucket.delivery())).toMatchObject({ kind: 'delivered' })
  })

  test('names the note that cannot be read, and what to do', async () => {
    const { newsroom, bucket, proxy, delivery } = await published()
    await deliverTo(newsroom, delivery)
    proxy.before = what => (/^GET .*manifest/.test(what) ? 404 : undefined)
    expect((await deliverTo(newsroom, delivery)).problem).toMatch(
      /^what was noted in \.courant\/manifest-\d+\.jsonl\.gz cannot be read: it is listed, and not there; remove that object: then everything is sent again$/,
    )
    using damaged = await openBucket(bucket.delivery())
    const body = Buffer.from('rubbish')
    await damaged.put('.courant/manifest-000000000009.jsonl.gz', { body, type: 'application/gzip', cacheControl: 'no-store' })
    expect((await deliverTo(newsroom, bucket.delivery())).problem).toMatch(
      /^what was noted in \.courant\/manifest-0+9\.jsonl\.gz cannot be read: \S.*; remove that object/,
    )
  })

  test('removes what is gone at last, feeds before pages, and nothing that it did not put there', async () => {
    const { newsroom, bucket, proxy } = await published()
    newsroom.write({ 'a.md': story({ topics: ['Rivers'] }) })
    await newsroom.publish()
    const delivery = bucket.delivery({ endpoint: proxy.address, prefix: 'news/' })
    await deliverTo(newsroom, delivery)
    await fetch(`${s3.address}/${bucket.name}/news/theirs.txt`, {
      method: 'PUT',
      body: 'theirs',
      headers: { Authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request' },
    })
    newsroom.write({ 'a.md': story() })
    await newsroom.publish({ accept: true })
    proxy.seen.length = 0
    const { changes } = await deliverTo(newsroom, delivery)
    expect(changes.removed).toContain('topics/rivers/index.html')
    const removed = proxy.seen.filter(what => /^DELETE (?!.*\.courant)/.test(what))
    expect(proxy.seen.indexOf(removed[0] ?? '')).toBeGreaterThan(proxy.seen.lastIndexOf('PUT news/feed.rss'))
    expect(removed.indexOf('DELETE news/topics/rivers/feed.rss')).toBeLessThan(
      removed.indexOf('DELETE news/topics/rivers/index.html'),
    )
    expect((await bucket.keys()).filter(key => /rivers|theirs|manifest/.test(key))).toEqual([
      expect.stringMatching(/^news\/\.courant\/manifest-/),
      'news/theirs.txt',
    ])
  })

  test('that fails in the middle names the reason, and goes on where it stopped', async () => {
    const { newsroom, bucket, proxy, delivery } = await published()
    proxy.before = what => (what === 'PUT b/index.html' ? 403 : undefined)
    const { kind, problem, changes } = await deliverTo(newsroom, delivery)
    expect([kind, problem]).toEqual(['failed', expect.stringMatching(/AccessDenied: Access Denied; let who asks list/)])
    expect(await bucket.keys()).not.toContain('feed.rss')
    proxy.before = () => undefined
    proxy.seen.length = 0
    const after = await deliverTo(newsroom, delivery)
    expect(after.kind).toBe('delivered')
    expect(changes.added.length).toBeGreaterThan(3)
    for (const path of changes.added) expect(proxy.seen).not.toContain(`PUT ${path}`)
    expect(await differing(newsroom, bucket)).toEqual([])
  })

  test('withstands a server that is overloaded, breaks off, or loses its answers', async () => {
    const { newsroom, bucket, proxy, delivery } = await published()
    const asked = new Set<string>()
    proxy.before = what => {
      if (asked.has(what)) return undefined
      asked.add(what)
      return asked.size % 3 === 0 ? 503 : asked.size % 3 === 1 ? 'lost' : undefined
    }
    expect(await deliverTo(newsroom, delivery)).toMatchObject({ kind: 'delivered' })
    expect(await differing(newsroom, bucket)).toEqual([])
  })

  test('sends a large file again where that failed', async () => {
    const { newsroom, bucket, proxy, delivery } = await published()
    newsroom.write({ 'static/film.mp4': Buffer.alloc(9 * 1024 * 1024, 'film') })
    await newsroom.publish()
    const instead = [503, 'lost'] as const
    let sent = 0
    proxy.before = what => (what === 'PUT film.mp4' ? instead[sent++] : undefined)
    expect(await deliverTo(newsroom, delivery)).toMatchObject({ kind: 'delivered' })
    expect(sent).toBe(3)
    expect(await differing(newsroom, bucket)).toEqual([])
  })

  test('leaves nothing public of a story that was sent, and taken back before the delivery was done', async () => {
    const { newsroom, bucket, proxy, delivery } = await published()
    await deliverTo(newsroom, delivery)
    newsroom.write({ 'secret.md': story({ title: 'Too early' }) })
    await newsroom.publish()
    proxy.before = what => (what === 'PUT feed.rss' ? 403 : undefined)
    await deliverTo(newsroom, delivery)
    expect(await bucket.keys()).toContain('secret/index.html')
    proxy.before = () => undefined
    newsroom.remove('secret.md')
    await newsroom.publish({ accept: true })
    await deliverTo(newsroom, delivery)
    expect(await differing(newsroom, bucket)).toEqual([])
  })

  test('of two at once mends what the other did', async () => {
    const { newsroom, bucket, proxy, delivery } = await published()
    const other = newsroomOf({ 'a.md': story({ title: 'Another A' }), 'x.md': story() })
    await other.publish()
    let delivers = 2
    proxy.before = async what => {
      if (delivers === 0 || !/^PUT (\.courant|a\/)/.test(what)) return undefined
      delivers--
      await deliverTo(other, bucket.delivery())
      return undefined
    }
    expect(await deliverTo(newsroom, delivery)).toMatchObject({ kind: 'delivered' })
    expect(await differing(newsroom, bucket)).toEqual([])
    expect((await bucket.keys()).filter(key => key.startsWith('.courant/'))).toHaveLength(1)
  })

  test('of one who was overtaken by a higher number is refused, and what it did since is mended', async () => {
    const { newsroom: stalled, bucket, proxy, delivery } = await published()
    const next = newsroomOf({ 'a.md': story({ title: 'Another A' }) })
    await next.publish()
    let isOvertaken = false
    proxy.before = async what => {
      if (isOvertaken || what !== 'PUT a/index.html') return undefined
      isOvertaken = true
      await deliverTo(next, bucket.delivery(), 8)
      return undefined
    }
    const { kind, problem } = await deliverTo(stalled, delivery, 7)
    expect([kind, problem]).toEqual([
      'failed',
      'another Courant has taken over the delivery (8 after 7); nothing is to be done: that one delivers',
    ])
    expect(await differing(next, bucket)).toContain('a/index.html')
    await deliverTo(next, bucket.delivery(), 8)
    expect(await differing(next, bucket)).toEqual([])
    const [manifest = ''] = (await bucket.keys()).filter(key => key.startsWith('.courant/'))
    expect((await bucket.get(manifest)).headers.get('x-amz-meta-courant-fence')).toBe('8')
  })

  test('refuses a bucket to which another newsroom is delivered, and touches nothing there', async () => {
    const { newsroom, bucket, proxy, delivery } = await published()
    await deliverTo(newsroom, delivery)
    const other = newsroomOf({ 'o.md': story({ title: 'O' }) })
    await other.publish()
    proxy.seen.length = 0
    const { kind, problem, changes } = await deliverTo(other, delivery)
    expect([kind, problem]).toEqual([
      'failed',
      'another newsroom is delivered there, with stories such as tag:news.example.org,2026:a; name another bucket or prefix in courant.yaml; if this newsroom is to take its place, empty that one first',
    ])
    expect(changes).toEqual({ added: [], changed: [], removed: [] })
    expect(proxy.seen).toEqual(['LIST .courant/manifest-', expect.stringMatching(/^GET \.courant/), 'GET record.jsonl'])
    expect(await differing(newsroom, bucket)).toEqual([])
    expect(await deliverTo(other, { ...delivery, prefix: 'other/' })).toMatchObject({ kind: 'delivered' })
  })

  test('of two newsrooms that begin at once in one bucket, one is refused, and the other mends what that one did', async () => {
    const { newsroom, bucket, proxy, delivery } = await published()
    const other = newsroomOf({ 'o.md': story({ title: 'O' }) })
    await other.publish()
    let isOther = false
    proxy.before = async what => {
      if (isOther || what !== 'PUT a/index.html') return undefined
      isOther = true
      await bucket.forget('record.jsonl')
      await deliverTo(other, bucket.delivery())
      return undefined
    }
    expect(await deliverTo(newsroom, delivery)).toMatchObject({
      kind: 'failed',
      problem: expect.stringMatching(/^another newsroom/),
    })
    expect(await differing(other, bucket)).not.toEqual([])
    expect(await deliverTo(other, bucket.delivery())).toMatchObject({ kind: 'delivered' })
    expect(await differing(other, bucket)).toEqual([])
  })

  test('says what to do where the bucket is not there', async () => {
    const { newsroom, delivery } = await published()
    const { problem } = await deliverTo(newsroom, { ...delivery, bucket: 'nobodys' })
    expect(problem).toMatch(
      /^s3:\/\/nobodys\/ refuses or cannot be reached: NoSuchBucket: .*; make the bucket, or mend its name in courant.yaml$/,
    )
  })
}
