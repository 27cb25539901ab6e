import { settleState, writeState } from '../../src/state/state.ts'

// What the first publish with a database does with the state of version 1 in the folder that it is given.

const [, , state = ''] = process.argv
writeState({ state }, database => database.setSources([{ path: 'new.md', source: 'new' }]))
settleState({ state })
