import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const SITE = `title: Example Newsroom
description: News of the example.
url: https://newsroom.example.org
idPrefix: "tag:newsroom.example.org,2026:"
timezone: Europe/Zurich
lang: en
topics: { ports: { title: Ports }, ferries: { title: Ferries } }
disclaimers: { wto-news: This is a news story., demonstration: This is a demonstration. }
`

/** The newsroom of docs/errors.md: each file makes the mistake that the document shows for it. */
const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'site.yaml': SITE,
  '2026/harbour-reopens.md': '---\ntitle: The harbour reopens\ndate: 3rd May\nsumary: Ferries sail again.\n---\n',
  '2026/cafe.md': Buffer.from('---\ntitle: A caf\xe9 reopens\ndate: 2026-05-03\n---\n', 'latin1'),
  '2026/ferry.md': 'The ferry sails again.\n',
  '2026/bridge.md': article('date: 2026-05-03\nsection: Transport\ntitle: The bridge reopens\n---\n'),
  '2026/gate.md': article('date: 2026-05-03\nsummary: Repairs: a year of them.\n---\n'),
  '2026/sluice.md': article('date: 2026-05-03\nsumary: Repairs took a year.\n---\n'),
  '2026/pier.md': article('summary: Repairs took a year.\n---\n'),
  '2026/ice.md': article('date: 2026-02-31\n---\n'),
  'feeds.md': article('date: 2026-05-03\n---\n'),
  '2026/flood.md': article('date: 2026-05-03\nid: tag:newsroom.example.org,2026:flood\n---\n'),
  '2026/high-water.md': article('date: 2026-05-04\nslug: flood\n---\n'),
  '2026/flooding.md': article('date: 2026-05-04\nid: tag:newsroom.example.org,2026:flood\n---\n'),
  '2026/!!!.md': article('date: 2026-05-03\n---\n'),
  '2026/flood.md.txt': article('date: 2026-05-03\n---\n'),
  '2026/quay.md': article('date: 2026-05-03\nimage: { src: quay.jpg, alt: The quay }\n---\n'),
  '2026/accession.md': article('date: 2026-05-03\ndisclaimer: wto-new\n---\n'),
  '2026/tide.md': article('date: 2026-05-03\n---\n\nThe [lock](/2026/lock/) is closed.\n'),
  '2026/widget.md': article('date: 2026-05-03\n---\n\nThe tides of the week:\n\n<script>\n'),
  '2026/tug.md': article('date: 2026-05-03\nrelease: together\n---\n'),
  '2026/tug.fr.md': article('date: 2026-05-03\ndraft: true\n---\n'),
  '2026/office.md': article('date: 2026-05-03\nboilerplate: about-us\n---\n'),
  '2026/lamp.md': article('date: 2026-05-03\n---\n'),
  '2026/mole.md': `---\ntitle: ${'The mole is repaired. '.repeat(7)}It took long.\ndate: 2026-05-03\n---\n`,
  '2026/buoy.md': better('topics: [ferrys]\n'),
  '2026/harbor-reopens.fr.md': better(),
  '2026/strait.md': better('updated: 2026-05-04\n'),
  '2026/strait.fr.md': better(),
  '2026/gauge.md': better('', 'See [below](#nxt-steps).\n\n## Next steps\n'),
  '2026/crane.md': better('', '![](dredger.png)\n'),
  '2026/rope.md': better('', 'See also [](crane.md).\n'),
  '2026/deck.md': better('', '#### Above all\n'),
  '2026/tariff.md': better('', '|     |     |\n| --- | --- |\n| 1   | 2   |\n'),
  '2026/pilot.md': better('', 'Pilots are {{< gallery "pilots" >}} here.\n'),
  '2026/chart.md': better('', 'The harbour is deep[^1].\n\n[^depth]: Eleven metres at low water.\n'),
  '2026/dredger.md': article('date: 2026-05-03\nimage: { src: dredger.png, alt: The dredger }\n---\n'),
  '2026/dredger.png': pngOfSize(9000, 6000),
  '2026/panorama.md': article('date: 2026-05-03\nimage: { src: panorama.png, alt: The harbour }\n---\n'),
  '2026/panorama.png': pngOfSize(12_000, 10_000),
  '2026/buoys.md': article('date: 2026-03-29T02:30\nsummary: What it is about.\n---\n'),
  '2026/budget.md': article(`date: 2026-05-03\n---\n\n${'The budget in full. '.repeat(60_000)}\n`),
}

/** A line for the title, then these. */
function article(rest: string): string {
  return `---\ntitle: News\n${rest}`
}

/** A story in which there is something to better. */
function better(fields = '', body = 'Text.\n'): string {
  return article(`date: 2026-05-03\nsummary: What it is about.\n${fields}---\n\n${body}`)
}

/** A PNG's first bytes, which tell its size, and nothing of a picture. */
function pngOfSize(width: number, height: number): Uint8Array {
  const png = Buffer.alloc(100_000)
  png.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')
  png.writeUInt32BE(width, 16)
  png.writeUInt32BE(height, 20)
  return png
}

/** A newsroom in a folder for temporary files, which the caller disposes of. */
export interface Newsroom extends Disposable {
  readonly folder: string
}

/** The newsroom in which every mistake is made that shows before anything is published. */
export function brokenNewsroom(): Newsroom {
  const newsroom = newsroomOf(FILES)
  symlinkSync('flood.md', join(newsroom.folder, 'articles/2026/shared.md'))
  return newsroom
}

/** A newsroom without mistakes, large enough that its feeds can turn over. */
export function soundNewsroom(): Newsroom {
  const names = ['harbour', 'ferries', 'today', ...numbered('story', 20)]
  const files = { '2026/lock.md': LOCK, '2026/beacon.md': BEACON }
  return newsroomOf({ 'site.yaml': SITE, ...storiesOf(names, '2026-05-03'), ...files })
}

const LOCK = '---\ntitle: The lock closes\ndate: 2026-04-01\n---\n\nRepairs until May.\n'

const BEACON = '---\ntitle: The beacon is lit\ndate: 2026-04-02\n---\n\nIts light reaches twelve miles.\n'

/** Makes, in a sound newsroom that is published, the mistakes that show only then. */
export function breakPublished({ folder }: Newsroom): void {
  const pathOf = (name: string): string => join(folder, 'articles/2026', `${name}.md`)
  const edit = (name: string, line: string): void =>
    writeFileSync(pathOf(name), readFileSync(pathOf(name), 'utf8').replace('\ndate:', `\n${line}\ndate:`))
  edit('harbour', 'id: tag:newsroom.example.org,2026:quay')
  edit('ferries', 'draft: true')
  rmSync(pathOf('lock'))
  rmSync(pathOf('beacon'))
  writeFileSync(pathOf('new-beacon'), BEACON.replace('twelve', 'fourteen'))
  writeFileSync(pathOf('lighthouse'), article(`date: 2026-05-03\ndraft: true\n---\n\nThe ${SECRET}\n`))
  writeFileSync(join(folder, 'out/notes.txt'), SECRET)
  renameSync(pathOf('today'), pathOf('monday'))
  writeFileSync(pathOf('today'), article('date: 2026-05-04\n---\n\nNews of today.\n'))
  mkdirSync(join(folder, 'theme'))
  writeFileSync(join(folder, 'theme/feeds.ts'), FEEDS_TEMPLATE)
}

const SECRET = 'lighthouse will be sold to the highest bidder'

// biome-ignore lint/suspicious/noTemplateCurlyInString: it is code
const FEEDS_TEMPLATE = 'export default ({ html, page }) =>\n  html`<h1>Feeds</h1>\n<p>${page.channels[0].nothing.title}</p>`\n'

/** Adds as many old stories to a published newsroom as turn its feeds over. */
export function turnOver({ folder }: Newsroom): void {
  writeInto(folder, storiesOf(numbered('import', 15), '2019-02-01'))
}

function numbered(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${String(index + 1).padStart(2, '0')}`)
}

function storiesOf(names: readonly string[], date: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map(name => [`2026/${name}.md`, article(`date: ${date}\n---\n\nNews of ${name}.\n`)]))
}

function newsroomOf(files: typeof FILES): Newsroom {
  const folder = mkdtempSync(join(tmpdir(), 'courant-errors-'))
  writeInto(folder, files)
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

function writeInto(folder: string, files: typeof FILES): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, 'articles', path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
}
