import { canonicalTimeZone } from '../fields/read-date.ts'

/** A time zone of settings, where it is one; what is none is told, and stands for UTC. */
export function zoneNamed(name: string | undefined, lose: (what: string) => void): string | undefined {
  const zone = name === undefined ? undefined : canonicalTimeZone(name)
  if (name === undefined || zone !== undefined) return zone
  lose(`no time zone is called "${name}": times are read in UTC`)
  return 'UTC'
}
