import type { Problem } from './problem.ts'
import type { Address, AddressUse } from './safe-address.ts'

/** What to tell the author of an address that could not be published. */
export function addressProblem(
  address: Exclude<Address, { kind: 'safe' }>,
  written: string,
  use: AddressUse,
): Omit<Problem, 'mark'> {
  const { kind } = address
  const name = JSON.stringify(shortened(written))
  const lost = use === 'link' ? 'the link became plain text' : 'it was left out'
  if (kind === 'empty') {
    return warning('link', `an address is empty: ${lost}`, 'write where it leads')
  }
  if (kind === 'unsafe') {
    const schemes = use === 'link' ? 'https:, http:, mailto: and tel:' : 'https: and http:'
    return warning(
      'link',
      `cannot publish the address ${name}: ${lost}`,
      `use a path within the newsroom, or one of ${schemes}`,
    )
  }
  if (kind === 'unpublished') {
    return warning('link', `${name} is not public yet: ${lost}`, 'publish it first, or take the reference out')
  }
  if (kind === 'broken') {
    return warning('broken-image', `${name} cannot be published: ${address.problem}; ${lost}`, address.remedy)
  }
  if (kind === 'unsuitable') {
    return warning(
      'missing-file',
      `${name} is of a kind of file that is not published with stories: ${lost}`,
      'take a document, an image or a recording; or put it into static/, and write its address from there',
    )
  }
  const meant = address.kind === 'missing' && address.meant !== undefined ? `did you mean ${address.meant}?` : undefined
  return use === 'link'
    ? warning(
        'link',
        `${name} does not exist: ${lost}`,
        meant ?? 'check the path; it is relative to this file, or begins with / at the top of the newsroom',
      )
    : warning('missing-file', `there is no file ${name}: ${lost}`, meant ?? 'put the file there, or correct the path')
}

function warning(code: Problem['code'], message: string, remedy: string): Omit<Problem, 'mark'> {
  return { severity: 'warning', code, message, remedy }
}

function shortened(written: string): string {
  return written.length > 80 ? `${written.slice(0, 79)}…` : written
}
