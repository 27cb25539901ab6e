import { deliver } from '../../src/deploy/deliver.ts'

/** Delivers once, in a process of its own that can be killed: `node deliver-once.ts REQUEST`, the request in JSON. */
const [report] = await deliver(JSON.parse(process.argv[2] ?? ''))
if (report?.kind !== 'delivered') throw new Error(report?.problem)
