import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

/** A package as the lock file has it, under its place in `node_modules/`. */
interface Locked {
  readonly link?: boolean
  readonly dev?: boolean
  readonly integrity?: string
  readonly license?: string
  readonly hasInstallScript?: boolean
}

const FILE = fileURLToPath(new URL('../../package-lock.json', import.meta.url))
const { packages }: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(readFileSync(FILE, 'utf8'))
const LOCKED = Object.entries(packages).filter(([place, { link }]) => place.includes('node_modules/') && !link)

/** Licences of which nothing has to be asked of whoever runs Courant. sharp's libvips is LGPL: a library of its own, unchanged. */
const ALLOWED: ReadonlySet<string> = new Set([
  ...['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'PSF-2.0'],
  'LGPL-3.0-or-later',
])

function placesWhere(holds: (locked: Locked) => boolean): readonly string[] {
  return LOCKED.filter(([, locked]) => holds(locked)).map(([place]) => place)
}

describe('package-lock.json', () => {
  test('holds every package to its bytes', () => {
    expect(LOCKED.length).toBeGreaterThan(100)
    expect(placesWhere(({ integrity = '' }) => !integrity.startsWith('sha512-'))).toEqual([])
  })

  test('names no package that runs a script when it is installed', () => {
    expect(placesWhere(({ hasInstallScript = false }) => hasInstallScript)).toEqual([])
  })

  test('has no licence among what is installed with Courant that was not allowed', () => {
    const isAllowed = (license: string): boolean => license.split(/ AND /).every(part => ALLOWED.has(part))
    expect(placesWhere(({ dev = false, license = 'none' }) => !dev && !isAllowed(license))).toEqual([])
  })
})
