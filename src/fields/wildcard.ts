import { type SitePath, wildcardIn } from '../model/address.ts'
import { quote, type Slot } from './slot.ts'

/** Notes a path that is meant as a pattern: hosts that read `_redirects` would lead far more away than one address. Gives the path back. */
export function noteWildcard(slot: Slot, path: SitePath): SitePath {
  const wildcard = wildcardIn(path)
  if (wildcard !== undefined)
    slot.mistake({
      message: `${quote(path)} has the wildcard ${wildcard}: a redirect is for one address`,
      remedy: 'write each old address on its own: /2014/old-name/',
      isNewRule: true,
    })
  return path
}
