import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'

/** A program that listens on a port. */
export interface PortHolder {
  readonly pid: number
  /** Its program's name, without the folder. */
  readonly name: string
}

/**
 * Who listens on a TCP port of this machine; undefined where the system does not say: it tells a user of their own programs
 * only, and only Linux tells at all (proc_net_tcp, proc_pid_fd in the Linux manual).
 */
export function portHolder(port: number): PortHolder | undefined {
  const sockets = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap(table => listenersOn(port, readText(table))))
  if (sockets.size === 0) return undefined
  const pid = list('/proc').find(entry => /^\d+$/.test(entry) && holdsAny(entry, sockets))
  return pid === undefined ? undefined : { pid: Number(pid), name: programOf(pid) }
}

// The tables' columns: local address in hexadecimal, and state 0A for a socket that listens.
const LOCAL = 1
const STATE = 3
const INODE = 9

/** Links by which the holders' open files name the sockets that listen on a port. */
function listenersOn(port: number, table: string): readonly string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return table
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .filter(columns => columns[STATE] === '0A' && columns[LOCAL]?.endsWith(suffix))
    .map(columns => `socket:[${columns[INODE]}]`)
}

function holdsAny(pid: string, sockets: ReadonlySet<string>): boolean {
  const folder = `/proc/${pid}/fd`
  return list(folder).some(descriptor => sockets.has(target(`${folder}/${descriptor}`)))
}

/** From the command line; a process that hides it still has the short name that the system keeps. */
function programOf(pid: string): string {
  const [program = ''] = readText(`/proc/${pid}/cmdline`).split('\0')
  return basename(program) || readText(`/proc/${pid}/comm`).trim()
}

// Processes end and files are closed while we look, and others' are not for us to see: each is then passed over.

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function target(link: string): string {
  try {
    return readlinkSync(link)
  } catch {
    return ''
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
