import { EnvironmentError } from '../platform/environment-error.ts'
import { isObject, parseOrNothing } from '../platform/json-lines.ts'

/** The records as they are written in a place and in `out/`; undefined for none. */
export interface Records {
  readonly standing: string | undefined
  readonly own: string | undefined
}

/**
 * Keeps a newsroom from delivering over another. A record never loses a story, so what stands where this newsroom delivered knows one of its stories at
 * least; where there are stories and none is known here, they are somebody else's. `place` is what a place of its own is called.
 * @throws EnvironmentError then
 */
export function refuseOthers(place: 'folder' | 'bucket or prefix', { standing = '', own = '' }: Records): void {
  if (standing === own) return
  const [theirs, ours] = [idsIn(standing), new Set(idsIn(own))]
  if (theirs.length === 0 || theirs.some(id => ours.has(id))) return
  throw new EnvironmentError('not-delivered', `another newsroom is delivered there, with stories such as ${theirs[0]}`, {
    remedy: `name another ${place} in courant.yaml; if this newsroom is to take its place, empty that one first`,
  })
}

/** Whatever version it is of, and where a line of it is damaged. */
function idsIn(record: string): readonly string[] {
  const lines = record.split('\n').map(parseOrNothing)
  return lines.flatMap(line => (isObject(line) && typeof line.id === 'string' ? [line.id] : []))
}
