import { type Measurement, SITUATIONS } from './measure-publish.ts'

/** Of the runs in each situation, the one with the median wall time: whole, so that its figures belong together. */
export function medianOf(measured: readonly Measurement[]): readonly Measurement[] {
  return SITUATIONS.flatMap(situation => {
    const runs = measured.filter(run => run.situation === situation).sort((a, b) => a.wallMs - b.wallMs)
    const median = runs[Math.floor((runs.length - 1) / 2)]
    return median ? [median] : []
  })
}

/** A table for people: one line a situation, figures set to the right. */
export function formatTable(measured: readonly Measurement[]): string {
  const rows = measured.map(run => COLUMNS.map(({ show }) => show(run)))
  const lines = [COLUMNS.map(({ title }) => title), ...rows]
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0)))
  return lines.map(line => line.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')).join('\n')
}

const COLUMNS: readonly { readonly title: string; readonly show: (run: Measurement) => string }[] = [
  { title: 'stories', show: run => String(run.articles) },
  { title: 'publish', show: run => run.situation },
  { title: 'wall s', show: run => seconds(run.wallMs) },
  { title: 'CPU s', show: run => seconds(run.cpuMs) },
  { title: 'peak MiB', show: run => mebibytes(run.peakRssBytes) },
  { title: 'files written', show: run => String(run.files) },
  { title: 'MiB written', show: run => mebibytes(run.bytes) },
]

function seconds(ms: number | undefined): string {
  return ms === undefined ? '?' : (ms / 1000).toFixed(2)
}

function mebibytes(bytes: number | undefined): string {
  return bytes === undefined ? '?' : (bytes / 2 ** 20).toFixed(1)
}
