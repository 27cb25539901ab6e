import { existsSync, lstatSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import type { StaticFiles } from '../config/read-look.ts'
import { type ReadSite, readSite, SITE_FILE } from '../config/read-site.ts'
import { measureImage } from '../images/measure-image.ts'
import { STATIC_FOLDER } from '../model/address.ts'
import { EnvironmentError, isSystemError } from '../platform/environment-error.ts'
import { LinkRefused, readWithin, type Within } from '../platform/open-within.ts'
import { refusedLink } from './list-files.ts'

/** Reads a newsroom's `site.yaml`. @throws EnvironmentError when there is no newsroom */
export function readSiteFile(articles: string): ReadSite {
  try {
    return readSite(readText(articles), staticFilesIn(articles))
  } catch (error) {
    if (error instanceof LinkRefused) return { site: undefined, diagnostics: [refusedLink(SITE_FILE)], remarks: [] }
    throw error
  }
}

/**
 * The same for whoever has the newsroom open already: that `site.yaml` alone is gone is a mistake like another.
 * @throws EnvironmentError when the whole folder is gone
 */
export function readSiteIfThere(articles: string): ReadSite {
  if (existsSync(join(articles, SITE_FILE)) || !existsSync(articles)) return readSiteFile(articles)
  const gone = { path: SITE_FILE, line: 1, column: 1, message: 'there is no such file', remedy: 'put it back' } as const
  return { site: undefined, diagnostics: [{ severity: 'error', code: 'unreadable', ...gone }], remarks: [] }
}

function staticFilesIn(articles: string): StaticFiles {
  const fileAt = (path: string): Within => {
    const source = join(STATIC_FOLDER, path)
    return { path: source, onDisk: join(articles, source) }
  }
  const exists = (path: string): boolean => lstatSync(fileAt(path).onDisk, { throwIfNoEntry: false })?.isFile() === true
  return { measure: path => (exists(path) ? measureImage(fileAt(path)) : undefined), exists }
}

function readText(articles: string): string {
  try {
    return readWithin({ path: SITE_FILE, onDisk: join(articles, SITE_FILE) }).toString('utf8')
  } catch (error) {
    if (!isSystemError(error, 'ENOENT', 'ENOTDIR')) throw error
    const around = newsroomAround(articles)
    throw new EnvironmentError('no-newsroom', `there is no newsroom at ${articles}: ${SITE_FILE} is missing`, {
      remedy:
        around === undefined
          ? 'name its folder with --articles, or start one: courant init DIR'
          : `you are within one; go to its own folder first: cd ${around}`,
      cause: error,
    })
  }
}

/** The way up from the present folder to one that has such a newsroom in it. */
function newsroomAround(articles: string): string | undefined {
  for (let folder = process.cwd(); folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, basename(articles), SITE_FILE))) return relative(process.cwd(), folder) || undefined
  return undefined
}
