import { hash } from 'node:crypto'

/** The hash of an artifact's inputs: of plain data, whose JSON is the same for the same inputs. 132 bits, base64url. */
export function artifactKey(...inputs: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(inputs), 'base64url').slice(0, 22)
}
