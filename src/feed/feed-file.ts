import { isMadeAs } from '../model/made-files.ts'

/** Whether a path is that of a channel's current document: what a hub is told of (WebSub §4). Nobody polls an archive (RFC 5005 §4). */
export function isTopic(path: string): boolean {
  return isMadeAs('feed', path)
}

/** Whether a path is that of a feed's document, current or archive. */
export function isFeedFile(path: string): boolean {
  return isTopic(path) || isMadeAs('feed-archive', path)
}
