import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { until } from '../cli/courant.ts'
import { commandFile } from '../support/describe-installed.ts'
import { freePort } from '../support/free-port.ts'
import { temporaryFolder } from '../support/newsroom.ts'
import { deployFile, withReplaced } from './deploy-files.ts'

/** A web server's configuration as it is delivered, but for its port and its paths. */
export interface Configured {
  /** Where it answers, without a slash at the end. */
  readonly address: string
  /** Tries the configuration, as an operator does before a reload. */
  readonly check: readonly string[]
  readonly run: readonly string[]
  readonly home: string
}

/** Where the site is, and the answers that were written for it. */
export interface Site {
  readonly root: string
  readonly answers: string
  /** What the site's addresses begin with. */
  readonly basePath?: string
  /** Where `courant run` answers for the hub. */
  readonly hub?: string
}

/** Where `courant run` listens, unless it is told otherwise. */
const COURANT_RUN = '127.0.0.1:8080'

/** nginx with `deploy/nginx.conf`. */
export function nginx({ root, answers, basePath = '', hub = COURANT_RUN }: Site): Promise<Configured> {
  return nginxWith(deployFile('nginx.conf'), {
    'listen [::]:80;': '',
    '/srv/newsroom/out': root,
    '/etc/nginx/courant-answers.conf': answers,
    ' /404.html': ` ${basePath}/404.html`,
    ' /hub': ` ${basePath}/hub`,
    ...belowPath(basePath),
    [COURANT_RUN]: hub,
  })
}

/** What stands before expressions and addresses of scripts where the site's url has a path. */
function belowPath(basePath: string): Readonly<Record<string, string>> {
  return {
    '^/': `^${basePath}/`,
    ') /assets/': `) ${basePath}/assets/`,
    ') /(?:': `) ${basePath}/(?:`,
    '*:*/search/': `*:*${basePath}/search/`,
  }
}

/** nginx with a server inside a main file that only names places for its files. */
export async function nginxWith(server: string, replacements: Readonly<Record<string, string>>): Promise<Configured> {
  const home = temporaryFolder()
  const port = await freePort()
  writeFileSync(join(home, 'site.conf'), withReplaced(server, { 'listen 80;': `listen 127.0.0.1:${port};`, ...replacements }))
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `${name}_temp_path ${home}/${name};`)
  const main = `${process.getuid?.() === 0 ? 'user root;' : ''}
    daemon off; pid ${home}/pid; error_log stderr; events { } http { access_log off; ${places.join(' ')} include ${home}/site.conf; }`
  writeFileSync(join(home, 'nginx.conf'), main)
  const command = [commandFile('nginx') ?? '', '-e', 'stderr', '-c', join(home, 'nginx.conf')]
  return { address: `http://127.0.0.1:${port}`, check: [...command, '-t'], run: command, home }
}

/** Caddy with `deploy/Caddyfile`. */
export function caddy({ root, answers, basePath = '', hub = COURANT_RUN }: Site): Promise<Configured> {
  return caddyWith(deployFile('Caddyfile'), {
    '/srv/newsroom/out': root,
    '/etc/caddy/courant-answers': answers,
    ' /404.html': ` ${basePath}/404.html`,
    ' /hub': ` ${basePath}/hub`,
    '^/': `^${basePath}/`,
    '*:*/search/': `*:*${basePath}/search/`,
    [COURANT_RUN]: hub,
  })
}

/** Caddy with a site, its certificates and its administration switched off. */
export async function caddyWith(site: string, replacements: Readonly<Record<string, string>>): Promise<Configured> {
  const home = temporaryFolder()
  const address = `http://127.0.0.1:${await freePort()}`
  const here = withReplaced(site, { 'news.example.org {': `${address} {`, ...replacements })
  writeFileSync(join(home, 'Caddyfile'), `{\n\tadmin off\n}\n${here}`)
  const file = ['--adapter', 'caddyfile', '--config', join(home, 'Caddyfile')]
  const command = commandFile('caddy') ?? ''
  return { address, check: [command, 'validate', ...file], run: [command, 'run', ...file], home }
}

/** Starts the server and waits until it answers; it ends with the test. */
export async function startWebServer({ run: [program = '', ...args], address, home }: Configured): Promise<void> {
  const server = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: home } })
  let said = ''
  server.stderr.setEncoding('utf8').on('data', (part: string) => {
    said += part
  })
  onTestFinished(() => stop(server))
  await until(async () => {
    if (server.exitCode !== null) throw new Error(said)
    return (await fetch(address).catch(() => undefined)) && true
  })
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  server.kill('SIGTERM')
  await once(server, 'exit')
}
