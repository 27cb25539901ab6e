import { expect, test } from 'vitest'
import { mountTypeOf, networkDisk, networkDiskError } from '../../src/db/local-disk.ts'

test('networkDisk: names network disks by their number, and programs by their mount', () => {
  const never = (): undefined => undefined
  expect([0x6969, 0xff534d42, 0xfe534d42].map(type => networkDisk(type, never))).toEqual(['NFS', 'CIFS', 'SMB2'])
  expect(networkDisk(0xef53, never)).toBeUndefined()
  expect(networkDisk(0x65735546, () => 'fuse.sshfs')).toBe('fuse.sshfs')
  expect(networkDisk(0x65735546, () => 'fuse.bindfs')).toBeUndefined()
})

test('mountTypeOf: finds the innermost mount, names with spaces included', () => {
  const mounts = [
    '1 0 8:1 / / rw - ext4 /dev/sda1 rw',
    '2 1 0:5 / /srv/the\\040news rw shared:1 - fuse.sshfs host: rw',
    '3 1 0:6 / /srv/other rw - tmpfs tmpfs rw',
  ].join('\n')
  expect(mountTypeOf('/srv/the news/.courant', mounts)).toBe('fuse.sshfs')
  expect(mountTypeOf('/srv/others', mounts)).toBe('ext4')
})

test('networkDiskError: has a fix to type', () => {
  expect(networkDiskError('/srv/state', 'NFS')).toMatchObject({
    code: 'network-disk',
    remedy:
      'make .courant a link to a folder on a local disk: mv .courant /var/lib/courant && ln -s /var/lib/courant .courant; or publish with REDIS_URL, by which one process at a time writes',
  })
})
