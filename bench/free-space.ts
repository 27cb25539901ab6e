import { statfsSync } from 'node:fs'

/** What a file system has free, or what must be free: bytes, and files that can still be made. */
export interface Space {
  readonly bytes: number
  readonly inodes: number
}

/** What is free below a folder for whoever is not root. */
export function freeSpace(folder: string): Space {
  const { bavail, bsize, ffree, files } = statfsSync(folder)
  // Btrfs and others count no inodes and make as many as are needed.
  return { bytes: bavail * bsize, inodes: files === 0 ? Number.POSITIVE_INFINITY : ffree }
}

/**
 * What so many stories with short bodies need, in whole blocks: sources, site, caches, and a folder for each story. From 1,000 to 4,000
 * stories each took 48.6 kB and 4.1 inodes.
 */
export function spaceFor(stories: number): Space {
  return { bytes: stories * 50_000, inodes: Math.ceil(stories * 4.2) }
}

/** What is missing, in words; nothing where there is enough. */
export function lackingSpace(free: Space, needed: Space): readonly string[] {
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`
  const thousands = (count: number): string => count.toLocaleString('en')
  return [
    ...(free.bytes < needed.bytes ? [`${gigabytes(needed.bytes)} needed, ${gigabytes(free.bytes)} free`] : []),
    ...(free.inodes < needed.inodes ? [`${thousands(needed.inodes)} inodes needed, ${thousands(free.inodes)} free`] : []),
  ]
}
