import { expect, test } from 'vitest'
import { newsroomOf, writeFiles } from '../support/newsroom.ts'
import { courant, startCourant } from './courant.ts'

// Beside a `courant run` on the same machine, a test that listens on a default port fails.
test.each([['run'], ['preview'], ['run', '--port', '8080'], ['preview', '--port', '8081', '--json']])(
  'no test takes a default port: %s %s %s',
  (...args) => {
    const { root } = newsroomOf()
    writeFiles(root, { 'courant.yaml': 'port: 8080\n' })
    const refusal = /would take the default port/
    expect(() => courant(args, { cwd: root })).toThrow(refusal)
    expect(() => startCourant(args, { cwd: root })).toThrow(refusal)
  },
)
