const LOOPBACK = /^(?:127(?:\.\d+){3}|localhost|\[?::1\]?)$/i

/**
 * Whether the `Host` of a request is one that a server on this host answers to. One that is for this machine alone answers to the
 * machine's own names; one for the network to any, since nobody can say by which it is known there.
 */
export function ownHosts(host: string): (asked: string | undefined) => boolean {
  if (!LOOPBACK.test(host)) return () => true
  return asked => LOOPBACK.test(asked?.replace(/:\d+$/, '') ?? '')
}
