import { readFileSync, realpathSync, statfsSync } from 'node:fs'
import { EnvironmentError } from '../platform/environment-error.ts'

/** Kinds of network disks by their number on Linux (statfs(2)). */
const NETWORK: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x564c, 'NCP'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x73757245, 'Coda'],
  [0xc36400, 'Ceph'],
  [0xbd00bd0, 'Lustre'],
])

/** The number that all disks have that a program provides: which program, only the mount says. */
const FUSE = 0x65735546

/** Such programs that reach over a network. Others show folders of this machine, as containers on a desktop do. */
const NETWORK_FUSE =
  /^fuse\.(?:sshfs|rclone|glusterfs|s3fs|s3ql|goofys|mount-s3|gcsfuse|blobfuse2?|davfs2?|ceph-fuse|curlftpfs|juicefs|moosefs|mfs|smbnetfs)$/

/** The kind of network disk that a folder is on; undefined for a local one. `mount` is the type in the list of mounts, asked for where the number does not tell. */
export function networkDisk(type: number, mount: () => string | undefined): string | undefined {
  if (type !== FUSE) return NETWORK.get(type)
  const name = mount() ?? ''
  return NETWORK_FUSE.test(name) ? name : undefined
}

/**
 * Refuses a database on a network disk, where locks may not hold from one machine to another, so that two publishers would damage it.
 * @throws EnvironmentError for such a folder; the system's error for one that is not there
 */
export function refuseNetworkDisk(folder: string): void {
  if (process.platform !== 'linux') return
  const kind = networkDisk(statfsSync(folder).type, () =>
    mountTypeOf(realpathSync(folder), readFileSync('/proc/self/mountinfo', 'utf8')),
  )
  if (kind !== undefined) throw networkDiskError(folder, kind)
}

/** What is wrong with such a folder, and the fix. */
export function networkDiskError(folder: string, kind: string): EnvironmentError {
  return new EnvironmentError('network-disk', `${folder} is on a network disk (${kind}), where a database is not safe`, {
    remedy:
      'make .courant a link to a folder on a local disk: mv .courant /var/lib/courant && ln -s /var/lib/courant .courant; or publish with REDIS_URL, by which one process at a time writes',
  })
}

/** The type of the mount that a path is in, from the text of /proc/self/mountinfo (proc(5)); of several at one place the last covers the others. */
export function mountTypeOf(path: string, mountinfo: string): string | undefined {
  let found: { readonly at: string; readonly type: string } | undefined
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ')
    const at = unescaped(before.split(' ')[4] ?? '')
    const [type] = after.split(' ')
    const contains = at === '/' || path === at || path.startsWith(`${at}/`)
    if (at !== '' && type && contains && at.length >= (found?.at.length ?? 0)) found = { at, type }
  }
  return found?.type
}

/** A space, a tab, a line end and a backslash are written as octal numbers there. */
function unescaped(path: string): string {
  return path.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}
