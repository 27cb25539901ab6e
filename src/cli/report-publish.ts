import { clockBehindMs } from '../engine/publish-clock.ts'
import type { PublishFacts, PublishOutcome, ToldTurnover } from '../engine/publish-outcome.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Upcoming } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import type { ChannelDiff } from '../plan/subscriber-diff.ts'
import type { Audit } from '../review/audit-out.ts'
import type { CommonOptions } from './options.ts'
import { oneLine } from './print.ts'
import { count, type Terminal } from './terminal.ts'

/** Says what a publish did. `namesNext`: which story is due next, and not only what will happen when. */
export function reportPublish(
  result: PublishOutcome,
  {
    screen,
    options,
    namesNext,
  }: {
    readonly screen: Terminal
    readonly options: CommonOptions & { readonly dryRun: boolean }
    readonly namesNext: boolean
  },
): void {
  screen.complain(result.diagnostics, options.articles)
  if (result.kind === 'misconfigured') {
    screen.say('Nothing was published: site.yaml has errors.')
    return
  }
  if (options.dryRun || result.kind === 'stopped') for (const diff of result.subscribers) saySubscribers(diff, screen)
  if (result.kind === 'stopped') sayStopped(result.turnovers, screen)
  else
    screen.say(
      `${options.dryRun ? 'Would publish' : 'Published'} ${sumOf(result)} to ${options.out}: ${changesOf(result, options)}.`,
    )
  for (const line of errorLines(result.diagnostics)) screen.say(line)
  const { upcoming, timezone } = result
  screen.say(nextLine(upcoming[0], { timezone, namesNext }))
}

/** What becomes of files with errors. A theme is no file that is published: its pages are made without the template that fails. */
function errorLines(diagnostics: readonly Diagnostic[]): readonly string[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const files = new Set(errors.filter(error => !isOfTheme(error)).map(({ path }) => path)).size
  const theme = errors.filter(isOfTheme).length
  const isOne = files === 1
  return [
    ...(files > 0
      ? [
          `${count(files, 'file')} above ${isOne ? 'has errors and is' : 'have errors and are'} not published as ${isOne ? 'it stands' : 'they stand'}; everything else is.`,
        ]
      : []),
    ...(theme > 0
      ? [`${count(theme, 'error')} in the theme above: no story is held back by ${theme === 1 ? 'it' : 'them'}.`]
      : []),
  ]
}

function isOfTheme({ code }: Diagnostic): boolean {
  return code === 'theme' || code === 'slow-theme'
}

function sumOf({ stories, feeds }: PublishFacts): string {
  return `${count(stories, 'story', 'stories')} in ${count(feeds, 'feed')}`
}

function changesOf({ written, removed }: PublishFacts, { dryRun }: { readonly dryRun: boolean }): string {
  if (written.length + removed.length === 0) return 'nothing changed'
  return [
    count(written.length, 'file'),
    dryRun ? 'would be written' : 'written',
    ...(removed.length > 0 ? [`and ${removed.length} removed`] : []),
  ].join(' ')
}

function sayStopped(turnovers: readonly ToldTurnover[], screen: Terminal): void {
  screen.say(`Nothing was published: most of ${count(turnovers.length, 'feed')} would be new or gone at once.`)
  for (const { channel, stories, before } of turnovers) screen.say(`  ${oneLine(channel)}: ${stories.length} of ${before}`)
  screen.say('  If that is meant, publish with --accept.')
}

/** What the subscribers of a feed will see, a line an item. */
function saySubscribers({ channel, added, edited, resurfacing, leaving }: ChannelDiff, screen: Terminal): void {
  const kinds = { new: added, 'edited in place': edited, resurfacing, leaving } as const
  if (Object.values(kinds).every(items => items.length === 0)) return
  screen.say(`Subscribers of ${channel.path} (${channel.title}) will see:`)
  for (const [kind, items] of Object.entries(kinds)) {
    for (const { title } of items.slice(0, SHOWN_ITEMS)) screen.say(oneLine(`  ${kind}  ${title}`))
    if (items.length > SHOWN_ITEMS) screen.say(`  ${kind}  and ${items.length - SHOWN_ITEMS} more`)
  }
}

// More than this nobody reads; --json has them all.
const SHOWN_ITEMS = 10

/** When the passing of time will change something next. */
function nextLine(
  next: Upcoming | undefined,
  { timezone, namesNext }: { readonly timezone: string; readonly namesNext: boolean },
): string {
  if (!next) return 'Nothing else is due.'
  return `Next: ${next.kind} ${namesNext ? `of ${oneLine(next.path)} ` : ''}on ${formatInstant(next.at, timezone)}.`
}

/** Says what an audit found. */
export function reportAudit(
  { files, hidden, leaks }: Audit,
  { screen, options }: { readonly screen: Terminal; readonly options: CommonOptions },
): void {
  screen.complain(leaks, options.articles)
  const looked = `Audited ${count(files, 'file')} of ${options.out}`
  const what = `${count(hidden, 'story or page', 'stories and pages')} of which something is not public`
  screen.say(`${looked}: ${leaks.length === 0 ? 'nothing' : count(leaks.length, 'leak')} of ${what}.`)
}

/** An instant as people read it, in the newsroom's zone. */
export function formatInstant(at: Instant, timezone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long', timeZone: timezone }).format(at)
}

/** What a publish did, for machines. */
export function reportJson(
  result: PublishOutcome,
  { asOf, dryRun, audit }: { readonly asOf: Instant; readonly dryRun: boolean; readonly audit?: Audit | undefined },
): object {
  const { diagnostics } = result
  const head = { asOf: new Date(asOf).toISOString(), dryRun, diagnostics, ...(audit && { audit }) }
  if (result.kind === 'misconfigured') return { ...head, published: false }
  const { stories, written, removed, subscribers, upcoming, reached, explanation, whole } = result
  const behindMs = clockBehindMs(reached, asOf)
  return {
    ...head,
    ...(behindMs > 0 && {
      clock: { behindSeconds: Math.round(behindMs / 1000), lastPublish: new Date(reached).toISOString() },
    }),
    published: result.kind !== 'stopped' && !dryRun,
    stories,
    ...(result.kind === 'stopped'
      ? { turnovers: result.turnovers.map(({ channel, stories }) => ({ channel, stories })) }
      : { written, removed }),
    subscribers: subscribers.map(subscribersJson),
    upcoming: upcoming.map(upcomingJson),
    ...(whole && { whole }),
    ...(explanation && { explanation: { ...explanation, due: explanation.due.map(upcomingJson) } }),
  }
}

function upcomingJson({ at, ...rest }: Upcoming): unknown {
  return { ...rest, at: new Date(at).toISOString() }
}

function subscribersJson({ channel, added, edited, resurfacing, leaving }: ChannelDiff): unknown {
  const brief = (items: ChannelDiff['added']): unknown => items.map(({ id, title }) => ({ id, title }))
  return {
    channel: channel.path,
    new: brief(added),
    edited: brief(edited),
    resurfacing: brief(resurfacing),
    leaving: brief(leaving),
  }
}
