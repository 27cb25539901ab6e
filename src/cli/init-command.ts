import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { PLACEHOLDER_PAGE, placeholderStory } from '../import/files/placeholders.ts'
import { isSystemError } from '../platform/environment-error.ts'
import { readSiteFile } from '../sources/read-site-file.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { type NewsroomAddress, newsroomAddress } from './newsroom-address.ts'
import { schemaFiles, schemaPath } from './newsroom-schemas.ts'
import { UsageError } from './options.ts'
import { printJson } from './print.ts'
import { terminal } from './terminal.ts'

/** The options of `courant init`. */
export interface InitOptions {
  readonly schemas: boolean
  /** Where it will be published. Asked for on a terminal when absent. */
  readonly url?: string
  readonly json: boolean
}

/**
 * `courant init DIR`: a newsroom that publishes at once, under an address and ids of its own. Never touches a folder with something in it but what a new repository
 * begins with; with `--schemas` it writes the schemas alone, into a newsroom that is there, in place of older ones.
 */
export async function initCommand(dir: string, { schemas, url, json }: InitOptions): Promise<ExitCode> {
  const screen = terminal()
  if (dir === '') throw new UsageError('the name of the folder is empty', 'name a new folder; . is this one')
  if (schemas) {
    readSiteFile(join(dir, 'articles'))
    writeAll(dir, schemaFiles(), 'w')
    screen.say(
      `Wrote the schemas in ${join(dir, 'schemas')}. A site.yaml that begins with this line is completed and checked by them:`,
    )
    screen.say(`  ${SITE_SCHEMA_LINE}`)
    if (json) printJson({ folder: dir })
    return EXIT.done
  }
  refuseFull(dir)
  const now = new Date()
  const mayAsk = !json && process.stdin.isTTY && process.stderr.isTTY
  const address = await newsroomAddress({ url, dir: quoted(dir), mayAsk, year: now.getFullYear(), screen })
  writeAll(dir, newsroomFiles(address, now), 'wx')
  screen.say(nextSteps(dir))
  if (json) printJson({ folder: dir, url: address.url, idPrefix: address.idPrefix })
  return EXIT.done
}

function newsroomFiles(address: NewsroomAddress, now: Date): Readonly<Record<string, string>> {
  const welcome = placeholderStory(now.toISOString().slice(0, 10))
  return {
    'articles/site.yaml': siteYaml(address),
    [`articles/${welcome.path}`]: welcome.text,
    [`articles/${PLACEHOLDER_PAGE.path}`]: PLACEHOLDER_PAGE.text,
    'courant.yaml': SETTINGS,
    '.gitignore': '.courant/\nout/\nnode_modules/\n',
    '.gitattributes': GIT_ATTRIBUTES,
    '.vscode/extensions.json': '{ "recommendations": ["redhat.vscode-yaml"] }\n',
    ...schemaFiles(),
  }
}

function writeAll(dir: string, files: Readonly<Record<string, string>>, flag: 'w' | 'wx'): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(dir, path, '..'), { recursive: true })
    writeFileSync(join(dir, path), text, { flag })
  }
}

function nextSteps(dir: string): string {
  const isHere = relative('', dir) === ''
  return `A newsroom stands in ${isHere ? 'this folder' : dir}. Next:${isHere ? '' : `\n  cd ${quoted(dir)}`}
  edit articles/site.yaml      title, lang and timezone are yours to choose, before anything is published
  courant run                  publishes it and shows it at http://127.0.0.1:8080
  courant new "A headline"     begins a story
  courant preview              shows it while you write, to you alone
  courant check                names every mistake, and how to mend it`
}

/** What a new repository begins with, and no newsroom has. */
const BESIDE = /^(?:\.git|\.DS_Store|(?:readme|licen[cs]e|copying)(?:\.\w+)?)$/i

function refuseFull(dir: string): void {
  const [first] = entriesOf(dir).filter(name => !BESIDE.test(name))
  if (first !== undefined)
    throw new UsageError(`${dir} holds ${first}`, 'name a new folder; .git, a README and a licence may stand in it')
}

function entriesOf(dir: string): readonly string[] {
  try {
    return readdirSync(dir).sort()
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return []
    if (isSystemError(error, 'ENOTDIR')) throw new UsageError(`${dir} is a file`, 'name a new folder')
    throw error
  }
}

/** As a shell takes it: in quotes where anything in it would mean something else there. */
function quoted(path: string): string {
  return /^[\p{L}\p{N}._/@%+:,=-]+$/u.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}

// Editors that know the YAML language server, VS Code with Red Hat's extension among them, complete and check the file by it.
const SITE_SCHEMA_LINE = `# yaml-language-server: $schema=../${schemaPath('site')}`

function siteYaml({ url, host, idPrefix }: NewsroomAddress): string {
  return `${SITE_SCHEMA_LINE}
# The newsroom. Every field is explained in Courant's guide for authors.
title: ${host}
description: News from ${host}.
# Where it will be published.
url: ${url}
# Begins the ids by which feed readers know your stories: a domain that is yours, and this year. Never change it.
idPrefix: "${idPrefix}"
# The zone in which dates without one are read.
timezone: UTC
lang: en
rights: © ${host}
navigation:
  - { label: About, href: /about/ }
  - { label: Feeds, href: /feeds/ }
footer:
  - { label: RSS news feeds, href: /feeds/ }
`
}

const SETTINGS = `# yaml-language-server: $schema=${schemaPath('courant')}
# What the operator decides.
# When the articles are read again; what is due goes out at its second regardless.
schedule: "* * * * *"
# The zone of the schedule.
timezone: UTC
# The address to listen on.
host: 127.0.0.1
port: 8080
# Where the record of published stories is kept too, when out/ does not outlive a publish: a file to commit with the articles.
# record: record.jsonl
`

const GIT_ATTRIBUTES = `# Two branches that both published: every line of both is kept, and Courant joins those of one story.
record.jsonl merge=union
`
