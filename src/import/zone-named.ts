/** A time zone of settings, where it is one; what is none is told, and stands for UTC. */
export function zoneNamed(name: string | undefined, lose: (what: string) => void): string | undefined {
  if (name === undefined) return undefined
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return name
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    lose(`no time zone is called "${name}": times are read in UTC`)
    return 'UTC'
  }
}
