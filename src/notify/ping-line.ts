import type { PingReport } from './ping-changed.ts'

/** What a hub was told of, or was not, as operators read it; undefined where nothing changed. */
export function pingLine({ told, untold, problem }: PingReport, hub: string): string | undefined {
  if (untold > 0) return `The hub ${hub} was not told of ${feeds(untold)} that changed: ${problem}; it is told again later.`
  return told > 0 ? `Told the hub ${hub} of ${feeds(told)} that changed.` : undefined
}

function feeds(count: number): string {
  return count === 1 ? '1 feed' : `${count} feeds`
}
