import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { read } from '../docs/documents.ts'

/** A package as the lock file has it, under its place in `node_modules/`. */
interface Locked {
  readonly link?: boolean
  readonly dev?: boolean
  readonly optional?: boolean
  readonly integrity?: string
  readonly license?: string
  readonly hasInstallScript?: boolean
}

const { packages }: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(read('package-lock.json'))
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

  test('installs few packages with Courant: one more has to be meant', () => {
    expect(placesWhere(({ dev = false, optional = false }) => !dev && !optional).length).toBeLessThanOrEqual(71)
  })

  test('has no licence among what is installed with Courant that was not allowed', () => {
    const isAllowed = (license: string): boolean => license.split(/ AND /).every(part => ALLOWED.has(part))
    expect(placesWhere(({ dev = false, license = 'none' }) => !dev && !isAllowed(license))).toEqual([])
  })
})

/** The job that releases, as far as it is of interest here. */
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

interface Job {
  readonly environment: string
  readonly permissions: Readonly<Record<string, string>>
  readonly steps: readonly { readonly run?: string }[]
}

describe('a release', () => {
  const text = read('.github/workflows/release.yaml')

  test('has provenance, is tried before, and needs no secret', () => {
    const { permissions, jobs }: Workflow = JSON.parse(JSON.stringify(load(text)))
    expect(permissions).toEqual({})
    expect(Object.keys(jobs)).toEqual(['release'])
    expect(jobs.release).toMatchObject({ environment: 'release', permissions: { contents: 'read', 'id-token': 'write' } })
    const runs = jobs.release?.steps.flatMap(({ run }) => run ?? []) ?? []
    expect(runs.at(-1)).toBe('npm publish --provenance --access public')
    expect(runs).toEqual(expect.arrayContaining(['.ci/run', 'npm run -s audit']))
    expect(text).not.toContain('secrets.')
  })

  test('is not made by hand, and not yet at all', () => {
    const { publishConfig, private: isPrivate } = JSON.parse(read('package.json'))
    expect(publishConfig).toEqual({ access: 'public', provenance: true })
    expect(isPrivate).toBe(true)
  })
})
