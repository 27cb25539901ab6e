import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { freePort } from '../test/support/free-port.ts'
import { childrenOf } from './process-tree.ts'
import type { Publisher } from './publishers/publisher.ts'
import { PublisherMissing } from './publishers/publisher.ts'
import { startResident } from './resident.ts'

/** A server to be asked, on one processor. */
export interface Server extends AsyncDisposable {
  readonly name: string
  /** Without a slash at the end. */
  readonly address: string
  /** Whose processor time its answers cost. */
  readonly pid: number
}

/** Starts `courant run` in its folder, on one processor. */
export async function startCourant({ watch }: Publisher, { dir, processor }: Place): Promise<Server> {
  if (!watch) throw new Error('Courant cannot stay')
  const resident = await startResident(
    { ...watch, program: 'taskset', args: ['-c', String(processor), watch.program, ...watch.args] },
    dir,
  )
  const address = /Serving it at (http:\/\/[^/]+)/.exec(resident.said)?.[1]
  if (address === undefined) throw new Error(`it did not say where it serves:\n${resident.said}`)
  return { name: 'Courant', address, pid: resident.pid, [Symbol.asyncDispose]: () => resident[Symbol.asyncDispose]() }
}

/** Where a server works, and on which processor. */
export interface Place {
  readonly dir: string
  readonly processor: number
}

/**
 * Starts nginx with a copy of what Courant published, on one processor. It has every feed gzipped beforehand, to the bytes that Courant sends
 * (`gzip_static`), sends the same headers, keeps files open, and writes no log: what it does best.
 */
export async function startNginx(out: string, { dir, processor }: Place): Promise<Server> {
  const port = await freePort()
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
  cpSync(out, join(dir, 'out'), { recursive: true, preserveTimestamps: true })
  const feed = join(dir, 'out/feed.rss')
  writeFileSync(`${feed}.gz`, gzipSync(readFileSync(feed), { level: 6 }))
  writeFileSync(join(dir, 'nginx.conf'), configuration({ dir, port }))
  const args = ['-c', String(processor), 'nginx', '-c', join(dir, 'nginx.conf'), '-e', 'stderr']
  const resident = await startResident({ program: 'taskset', args, ready: /start worker process / }, dir)
  const [pid] = childrenOf(resident.pid)
  if (pid === undefined) throw new Error('nginx has no worker')
  return {
    name: 'nginx',
    address: `http://127.0.0.1:${port}`,
    pid,
    [Symbol.asyncDispose]: () => resident[Symbol.asyncDispose](),
  }
}

function configuration({ dir, port }: { readonly dir: string; readonly port: number }): string {
  return `${process.getuid?.() === 0 ? 'user root;\n' : ''}worker_processes 1;
daemon off;
pid ${dir}/nginx.pid;
error_log stderr notice;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  open_file_cache max=1000 inactive=60s;
  types { application/rss+xml rss; }
  charset utf-8;
  server {
    listen 127.0.0.1:${port};
    root ${dir}/out;
    gzip_static on;
    gzip_vary on;
    add_header Cache-Control "public, max-age=60";
    add_header Link '<https://bench.example.org/feed.rss>; rel="self"';
    add_header X-Content-Type-Options nosniff;
    add_header Content-Security-Policy "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; img-src 'self' https: data:; media-src 'self' https:";
    add_header Referrer-Policy strict-origin-when-cross-origin;
  }
}
`
}

/** Installs a tool from Debian when this runs as root on one. @throws PublisherMissing where it cannot be had */
export function needTool(name: string): void {
  if (has(name)) return
  if (process.getuid?.() === 0) {
    console.error(`${name} is installed from Debian`)
    spawnSync('apt-get', ['update', '-qq'])
    spawnSync('apt-get', ['install', '-y', '-qq', name])
  }
  if (!has(name)) throw new PublisherMissing(`there is no ${name} here; install it, or run this as root on Debian`)
}

function has(name: string): boolean {
  return spawnSync('which', [name]).status === 0
}
