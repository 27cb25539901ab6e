import { Socket } from 'node:net'
import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino'
import type { PublishFacts } from '../engine/publish-outcome.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { shownPath } from '../state/paths.ts'
import type { Release } from '../state/releases.ts'
import { explanationFacts } from './explanation-log.ts'
import type { CommonOptions } from './options.ts'
import { safeJson } from './print.ts'
import { isLateFor, type LoggedPublish, type RunLog } from './run-log.ts'
import { MAX_WAITING_BYTES, writeBounded } from './write-bounded.ts'

/** The log that programs read: one line of JSON an event, on standard error, written before the next thing happens, where it is taken. */
export function jsonLog({ articles }: CommonOptions): RunLog {
  const form = { base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (level: string) => ({ level }) } }
  const stream = standardError()
  // One call a line, which is JSON all through.
  const logger = pino(form, { write: line => stream.write(`${safeJson(line.trimEnd())}\n`) })
  const complain = (diagnostics: readonly Diagnostic[], root: string): void => {
    for (const { severity, path, message, ...rest } of diagnostics)
      logger[severity === 'error' ? 'error' : 'warn']({ event: 'mistake', path: shownPath(root, path), ...rest }, message)
  }
  const tellPublish = ({ outcome, reason, seconds }: LoggedPublish): void => {
    const about = { event: outcome.kind, reason, ms: Math.round(seconds * 1000) }
    if (outcome.kind === 'misconfigured') logger.error(about, 'Nothing was published: site.yaml has errors.')
    else logger.info({ ...about, ...countsOf(outcome) })
  }
  return {
    progress: () => {},
    complain,
    tell: ({ level, event, words, remedy, facts }) => logger[level]({ event, ...facts, remedy }, words),
    published: publish => {
      complain(publish.outcome.diagnostics, articles)
      for (const release of publish.releases) logger.info(aboutRelease(release, { ...publish, articles }), release.title)
      tellPublish(publish)
    },
  }
}

/** A log that cannot be written stops no publish, and one that nobody reads keeps nobody waiting. */
function standardError(): DestinationStream {
  const { stderr } = process
  // Of a pipe Node waits by itself until what reads it takes more.
  if (stderr instanceof Socket) return { write: line => writeBounded(stderr, line) }
  const stream = destination({ dest: process.stderr.fd, sync: true, maxLength: MAX_WAITING_BYTES })
  stream.on('error', () => {})
  return stream
}

function aboutRelease(
  release: Release,
  { articles, waitedFor }: Pick<LoggedPublish, 'waitedFor'> & { readonly articles: string },
): object {
  const { kind, path, due, actual } = release
  const about = { event: 'due', kind, path: `${articles}/${path}`, due: isoOf(due), latenessMs: actual - due }
  return waitedFor && isLateFor(release, waitedFor) ? { ...about, latenessReason: 'publish-in-progress' } : about
}

function countsOf({
  stories,
  feeds,
  written,
  removed,
  upcoming,
  explanation,
  whole,
}: PublishFacts): Readonly<Record<string, unknown>> {
  const [next] = upcoming
  return {
    stories,
    feeds,
    written: written.length,
    removed: removed.length,
    // Not which: a log is read by more people than the newsroom.
    ...(next && { next: { kind: next.kind, at: isoOf(next.at) } }),
    ...(whole && { whole }),
    ...(explanation && { explanation: explanationFacts(explanation) }),
  }
}

function isoOf(at: number): string {
  return new Date(at).toISOString()
}
