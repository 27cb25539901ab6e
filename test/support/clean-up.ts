import { afterAll } from 'vitest'
import { doChores } from './after-file.ts'

// Vitest evaluates this before the tests of each file.
afterAll(doChores)
