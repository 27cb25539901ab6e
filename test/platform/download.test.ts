import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { download } from '../../src/platform/download.ts'
import { isPrivateAddress } from '../../src/platform/private-address.ts'
import { serveOldSite } from '../import/old-site.ts'

const LIMITS = { maxBytes: 1024 * 1024, timeoutMs: 10_000, allowPrivate: true }

describe('download', () => {
  test('gives bytes, type, charset, and the address at which they were in the end', async () => {
    const { base } = await serveOldSite({
      '/old': (_, response) => response.writeHead(302, { location: '/new' }).end(),
      '/new': (_, response) => response.writeHead(200, { 'content-type': 'Text/HTML; Charset=utf-8' }).end('x'),
    })
    expect(await download(`${base}/old`, LIMITS)).toEqual({
      bytes: Buffer.from('x'),
      type: 'text/html',
      charset: 'utf-8',
      address: `${base}/new`,
    })
  })

  test('reads what is compressed, and counts what comes out', async () => {
    const { base } = await serveOldSite({
      '/small': (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(1000))),
      '/bomb': (_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(64 * 1024 * 1024))),
      '/odd': (_, response) => response.writeHead(200, { 'content-encoding': 'zip' }).end('x'),
      '/cut': (_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(1000)).subarray(0, 12)),
    })
    expect((await download(`${base}/small`, LIMITS)).bytes.length).toBe(1000)
    await expect(download(`${base}/bomb`, LIMITS)).rejects.toThrow('it is larger than 1 MiB')
    await expect(download(`${base}/odd`, LIMITS)).rejects.toThrow('it is encoded as zip')
    await expect(download(`${base}/cut`, LIMITS)).rejects.toThrow('unexpected end of file')
  })

  test('ends at its limits: size, time, redirects, and what is no answer', async () => {
    const { base } = await serveOldSite({
      '/endless': (_, response) => {
        response.writeHead(200)
        const more = (): void => void response.write(Buffer.alloc(64 * 1024), error => !error && more())
        more()
      },
      '/silent': () => {},
      '/loop': (_, response) => response.writeHead(301, { location: '/loop' }).end(),
      '/file': (_, response) => response.writeHead(301, { location: 'file:///etc/passwd' }).end(),
    })
    await expect(download(`${base}/endless`, LIMITS)).rejects.toThrow('it is larger than 1 MiB')
    await expect(download(`${base}/silent`, { ...LIMITS, timeoutMs: 200 })).rejects.toThrow('no answer within 0.2 seconds')
    await expect(download(`${base}/loop`, LIMITS)).rejects.toThrow('more than 5 redirects')
    await expect(download(`${base}/file`, LIMITS)).rejects.toThrow('file: is not asked')
    await expect(download(`${base}/none`, LIMITS)).rejects.toThrow('the server answers 404')
    await expect(download('http://127.0.0.1:1/', LIMITS)).rejects.toThrow('ECONNREFUSED')
  })

  test.each(['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]'])(
    'asks nobody at %s unless private networks may be asked',
    async host => {
      const { base, asked } = await serveOldSite({ '/': 'x' })
      const { port } = new URL(base)
      await expect(download(`http://${host}:${port}/`, { ...LIMITS, allowPrivate: false })).rejects.toThrow('private network')
      expect(asked).toEqual([])
    },
  )
})

describe('isPrivateAddress', () => {
  test.each([
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    'fc00::1',
    'fe80::1',
    '::',
    '::ffff:10.0.0.1',
    '::ffff:1.1.1.1',
    '::10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::1',
    '2001:0:a00:1::1',
    'fec0::1',
    'fd00:ec2::254',
    '100.100.100.200',
    '168.63.129.16',
    'none',
  ])('%s is none of the public network', address => {
    expect(isPrivateAddress(address)).toBe(true)
  })

  test.each(['1.1.1.1', '172.32.0.1', '192.169.0.1', '9.255.255.255', '2606:4700::1111', '2a00:1450::1'])(
    '%s is public',
    address => {
      expect(isPrivateAddress(address)).toBe(false)
    },
  )
})
