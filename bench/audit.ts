import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditNewsroom } from './audit-newsroom.ts'
import { measureAudit } from './measure-audit.ts'

// How often `courant publish --audit` calls a leak what is none, and misses one that was planted: `node bench/audit.ts [stories]`.

const STORIES = Number(process.argv[2] ?? 1_000)

const folder = mkdtempSync(join(tmpdir(), 'courant-audit-'))
try {
  const { files, hidden, falseAlarms, recall } = await measureAudit(folder, auditNewsroom(STORIES))
  console.log(`${STORIES} stories, ${hidden} of them hidden; ${files} published files`)
  console.log(`false alarms: ${falseAlarms.length} of ${hidden} hidden stories`)
  for (const leak of falseAlarms.slice(0, 20)) console.log(`  ${leak}`)
  for (const { what, planted, found } of recall) console.log(`found of planted, ${what}: ${found} of ${planted}`)
} finally {
  rmSync(folder, { recursive: true })
}
