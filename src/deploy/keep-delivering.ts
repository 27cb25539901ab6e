import { inTurn } from '../notify/in-turn.ts'
import { retryPauseMs } from '../notify/retry-pause.ts'
import { type DeliverRequest, type DeliveryReport, deliver } from './deliver.ts'

/** Brings whatever is published to every place, until it is disposed of. */
export interface Deliverer extends AsyncDisposable {
  /** To be told as soon as something was published: with what paths of the site begin with, and by which number it was. Never throws. */
  readonly published: (basePath: string, fence?: number) => void
}

/** What is delivered from now on, and who is told how it goes. */
export interface KeepDelivering extends Omit<DeliverRequest, 'resumes'> {
  readonly onReports: (reports: readonly DeliveryReport[]) => void
}

/** Delivers one time after the other, with growing pauses where that fails. */
export function keepDelivering({ onReports, ...request }: KeepDelivering): Deliverer {
  let { basePath, fence } = request
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let last = Promise.resolve()
  let isEnded = false
  const look = inTurn(async () => {
    clearTimeout(timer)
    const reports = await deliver({ ...request, basePath, fence })
    failures = reports.some(({ kind }) => kind === 'failed') ? failures + 1 : 0
    onReports(reports)
    if (failures > 0 && !isEnded) timer = setTimeout(lookNow, retryPauseMs(failures)).unref()
  })
  const lookNow = (): void => {
    last = look()
  }
  return {
    published: (nowBelow, nowBy) => {
      basePath = nowBelow
      fence = nowBy
      lookNow()
    },
    [Symbol.asyncDispose]: async () => {
      isEnded = true
      clearTimeout(timer)
      await last
    },
  }
}
