import { setTimeout as pause } from 'node:timers/promises'
import { type DeliverRequest, type DeliveryReport, deliver, inAll } from '../deploy/deliver.ts'
import { deliveryLine } from './report-delivery.ts'
import type { Terminal } from './terminal.ts'

// Who calls waits: what takes longer is for the next publish.
const PAUSES_MS = [500, 2_500] as const
const PATIENCE_MS = 30_000

/** Brings what is published to where else it goes, tries again what fails, and says what became of it. */
export async function deliverPublished(
  request: DeliverRequest,
  { screen, before = [] }: { readonly screen: Pick<Terminal, 'say'>; readonly before?: readonly DeliveryReport[] | undefined },
): Promise<readonly DeliveryReport[]> {
  const startedMs = performance.now()
  let reports = await deliver(request)
  for (const pauseMs of PAUSES_MS) {
    if (!reports.some(({ kind }) => kind === 'failed') || performance.now() - startedMs > PATIENCE_MS) break
    await pause(pauseMs)
    reports = inAll(reports, await deliver(request))
  }
  for (const line of reports.flatMap(report => deliveryLine(report) ?? [])) screen.say(line)
  return inAll(before, reports)
}
