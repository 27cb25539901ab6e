import type { Upcoming } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import type { PublishResult } from '../publish.ts'
import type { CommonOptions } from './options.ts'
import { count, type Terminal } from './terminal.ts'

/** Says what a publish did. */
export function reportPublish(
  result: PublishResult,
  {
    screen,
    options,
    asOf,
  }: { readonly screen: Terminal; readonly options: CommonOptions & { readonly dryRun: boolean }; readonly asOf: Instant },
): void {
  screen.complain(result.diagnostics, options.articles)
  if (result.kind === 'misconfigured') {
    screen.say('Nothing was published: site.yaml has errors.')
    return
  }
  const { edition, written, removed, site } = result
  const changes =
    written.length + removed.length === 0
      ? 'nothing changed'
      : [
          count(written.length, 'file'),
          options.dryRun ? 'would be written' : 'written',
          ...(removed.length > 0 ? [`and ${removed.length} removed`] : []),
        ].join(' ')
  screen.say(
    `${options.dryRun ? 'Would publish' : 'Published'} ${count(edition.released.length, 'story', 'stories')} in ${count(edition.channels.length * 3, 'feed')} to ${options.out}: ${changes}.`,
  )
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error').length
  if (errors > 0)
    screen.say(`${count(errors, 'mistake')} above: those files are not published as they stand; everything else is.`)
  screen.say(nextLine(edition.upcoming[0], { timezone: site.timezone, asOf }))
}

/** When the passing of time will change something next. */
function nextLine(next: Upcoming | undefined, { timezone }: { readonly timezone: string; readonly asOf: Instant }): string {
  if (!next) return 'Nothing else is due.'
  return `Next: ${next.kind === 'release' ? 'release' : 'expiry'} of ${next.path} on ${formatInstant(next.at, timezone)}.`
}

/** An instant as people read it, in the newsroom's zone. */
export function formatInstant(at: Instant, timezone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long', timeZone: timezone }).format(at)
}

/** What a publish did, for machines. */
export function reportJson(
  result: PublishResult,
  { asOf, dryRun }: { readonly asOf: Instant; readonly dryRun: boolean },
): unknown {
  const head = { asOf: new Date(asOf).toISOString(), dryRun, diagnostics: result.diagnostics }
  if (result.kind === 'misconfigured') return { ...head, published: false }
  const { edition, written, removed } = result
  return {
    ...head,
    published: !dryRun,
    stories: edition.released.length,
    written,
    removed,
    upcoming: edition.upcoming.map(({ at, ...rest }) => ({ ...rest, at: new Date(at).toISOString() })),
  }
}
