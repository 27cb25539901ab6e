import { expect, test } from 'vitest'
import { auditNewsroom } from '../../bench/audit-newsroom.ts'
import { measureAudit } from '../../bench/measure-audit.ts'
import { temporaryFolder } from '../support/newsroom.ts'

test('publish --audit calls nothing a leak that stories have in common, and finds every hidden story that leaks', async () => {
  const { hidden, falseAlarms, recall } = await measureAudit(temporaryFolder(), auditNewsroom(120))
  expect(hidden).toBeGreaterThan(10)
  expect(falseAlarms).toEqual([])
  expect(recall).toHaveLength(4)
  for (const { what, planted, found } of recall) {
    expect(planted, what).toBeGreaterThan(8)
    expect(found, what).toBe(planted)
  }
})
