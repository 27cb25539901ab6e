import { writeState } from '../../src/state/state.ts'

// Is killed while a change of the state, in the folder that it is given, is half written: it is larger than what SQLite holds in memory.

const [, , state = ''] = process.argv
writeState({ state }, database => {
  database.setHeld(['urn:after'])
  database.setSources(Array.from({ length: 40 }, (_, index) => ({ path: `${index}.md`, source: 'after'.repeat(200_000) })))
  process.kill(process.pid, 'SIGKILL')
})
