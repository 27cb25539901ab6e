import type { Settings } from '../config/read-settings.ts'
import type { DeliveryReport } from '../deploy/deliver.ts'
import { isLive } from '../state/remembered.ts'
import { afterPublish } from './after-publish.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { readOperatorSettings } from './operator-settings.ts'
import { type CommonOptions, pathsFrom, UsageError } from './options.ts'
import { printJson } from './print.ts'
import { deliveryJson } from './report-delivery.ts'
import { standingAddress } from './served-address.ts'
import { leaseNow } from './shared-redis.ts'
import { type Terminal, terminal } from './terminal.ts'

/** `courant deliver`: brings what was published to where else it goes, and tells the hub of it. Publishes nothing. */
export async function deliverCommand(options: CommonOptions): Promise<ExitCode> {
  const settings = readOperatorSettings(options)
  return exitCodeOf(await deliverStanding(options, { settings, resumes: false, screen: terminal() }))
}

/** Delivers what stands in `out/`, and says what became of it. @throws UsageError where that is not for others */
export async function deliverStanding(
  options: CommonOptions,
  { settings, resumes, screen }: { readonly settings: Settings; readonly resumes: boolean; readonly screen: Terminal },
): Promise<readonly DeliveryReport[]> {
  const paths = pathsFrom(options, settings)
  if (!isLive(paths))
    throw new UsageError(`${options.out} holds nothing that is public`, 'publish first; what shows a time to come goes nowhere')
  // What is taken up again was published by whoever has the lease, and is gone on with by that one.
  await using lease = resumes ? undefined : await leaseNow(paths)
  const fence = lease?.fence()?.number
  const reports = await afterPublish({ paths, settings, delivers: true, resumes, pings: true, fence, screen })
  const site = standingAddress(paths)
  const json = site ? reports.map(report => deliveryJson(report, site)) : []
  if (options.json) printJson({ deliveries: json })
  return reports
}

/** Of a command that delivers. */
export function exitCodeOf(reports: readonly DeliveryReport[]): ExitCode {
  return reports.some(({ kind }) => kind === 'failed') ? EXIT.environment : EXIT.done
}
