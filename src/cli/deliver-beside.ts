import type { Settings } from '../config/read-settings.ts'
import { NO_CHANGES } from '../deploy/changes.ts'
import type { DeliveryReport } from '../deploy/deliver.ts'
import { startDeliverer } from '../deploy/delivery-thread.ts'
import type { Deliverer } from '../deploy/keep-delivering.ts'
import { shownDelivery } from '../model/delivery.ts'
import type { Site } from '../model/site.ts'
import { wordsOf } from '../platform/words-of.ts'
import type { Metrics } from '../serve/metrics.ts'
import type { Paths } from '../state/paths.ts'
import { printJson } from './print.ts'
import { deliveryJson, deliveryLine } from './report-delivery.ts'
import type { RunLog } from './run-log.ts'
import { writeBounded } from './write-bounded.ts'

/** What is delivered beside publishes, and who is told of it. */
export interface DeliverBeside {
  readonly paths: Paths
  /** The site's address, which may change. */
  readonly base: Pick<Site, 'origin' | 'basePath'>
  readonly metrics: Pick<Metrics, 'delivered'>
  readonly log: Pick<RunLog, 'tell'>
  /** Whether programs are told on standard output. */
  readonly json: boolean
  /** Told when all that is published is in every place. */
  readonly onDelivered: () => void
}

/** Delivers whatever is published, and never keeps a publish waiting; undefined where there is nowhere to deliver to. */
export function deliverBeside(
  { deliver: deliveries }: Pick<Settings, 'deliver'>,
  { paths: { out, state }, base, metrics, log, json, onDelivered }: DeliverBeside,
): Deliverer | undefined {
  if (deliveries.length === 0) return undefined
  const tell = teller(log)
  const onReports = (reports: readonly DeliveryReport[]): void => {
    for (const report of reports) {
      const { added, changed, removed } = report.changes
      metrics.delivered({ ...report, files: added.length + changed.length + removed.length }, Date.now())
      tell(report)
      if (json) printJson({ delivery: deliveryJson(report, base) }, writeBounded)
    }
    if (reports.every(({ kind }) => kind === 'delivered')) onDelivered()
  }
  const onError = (error: unknown): void => {
    const problem = `what delivers ended: ${wordsOf(error)}`
    onReports(deliveries.map(place => ({ to: shownDelivery(place), kind: 'failed', changes: NO_CHANGES, problem })))
  }
  return startDeliverer({ paths: { out, state }, deliveries, basePath: base.basePath }, { onReports, onError })
}

/** Tells of what changed somewhere, once of what stands in the way, and that it does no more. */
function teller({ tell }: Pick<RunLog, 'tell'>): (report: DeliveryReport) => void {
  const told = new Map<string, string>()
  return report => {
    const { to, kind, changes, problem } = report
    const standing = problem ?? kind
    const before = told.get(to) ?? 'delivered'
    told.set(to, standing)
    const isTold = kind !== 'delivered' && before === standing
    const isGood = kind === 'delivered' && before !== 'delivered'
    const words = deliveryLine(report) ?? (isGood ? `Delivered to ${to}: everything was there.` : undefined)
    if (words === undefined || isTold) return
    const facts = { to, written: changes.added.length + changes.changed.length, removed: changes.removed.length }
    if (kind === 'delivered') tell({ level: 'info', event: 'delivered', words, facts })
    else tell({ level: 'warn', event: kind === 'held' ? 'delivery-held' : 'not-delivered', words, facts: { to } })
  }
}
