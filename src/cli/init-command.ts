import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isSystemError } from '../store/environment-error.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { UsageError } from './options.ts'
import { terminal } from './terminal.ts'

/** `courant init DIR`: a newsroom that publishes at once. Never touches a folder with something in it. */
export function initCommand(dir: string): Promise<ExitCode> {
  if (!isEmpty(dir)) throw new UsageError(`${dir} is not empty`, 'name a new folder')
  const year = new Date().getFullYear()
  const files: Readonly<Record<string, string>> = {
    'articles/site.yaml': siteYaml(year),
    [`articles/${year}/welcome.md`]: welcome(new Date().toISOString().slice(0, 10)),
    'articles/pages/about.md': ABOUT,
    'courant.yaml': SETTINGS,
    '.gitignore': '.courant/\nout/\n',
    '.gitattributes': GIT_ATTRIBUTES,
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(dir, path, '..'), { recursive: true })
    writeFileSync(join(dir, path), text, { flag: 'wx' })
  }
  terminal().say(
    `A newsroom stands in ${dir}. Next:\n  cd ${dir}\n  edit articles/site.yaml (title, url, idPrefix, timezone)\n  courant run`,
  )
  return Promise.resolve(EXIT.done)
}

function isEmpty(dir: string): boolean {
  try {
    return readdirSync(dir).length === 0
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return true
    if (isSystemError(error, 'ENOTDIR')) return false
    throw error
  }
}

function siteYaml(year: number): string {
  return `# The newsroom. Every field is explained in Courant's guide for authors.
title: Example Newsroom
description: News of the example.
# Where it will be published.
url: https://news.example.org
# Begins the ids by which feed readers know your stories: a domain that is yours, and this year. Never change it.
idPrefix: "tag:news.example.org,${year}:"
# The zone in which dates without one are read.
timezone: UTC
lang: en
rights: © Example Newsroom
navigation:
  - { label: About, href: /about/ }
  - { label: Feeds, href: /feeds/ }
footer:
  - { label: RSS news feeds, href: /feeds/ }
`
}

function welcome(today: string): string {
  return `---
title: Our newsroom is open
date: ${today}
summary: From today our news is published here, as pages and as feeds.
topics: [Newsroom]
---

From today our news is published here.

## How to follow us

Every topic has feeds of its own: [choose one](/feeds/).
`
}

const ABOUT = `---
title: About
---

Who we are, and what we publish.
`

const SETTINGS = `# What the operator decides.
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
