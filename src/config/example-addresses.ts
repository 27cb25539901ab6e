import type { Slot } from '../fields/slot.ts'

// RFC 2606 §3 keeps `example` for documents; `your-domain` is what Courant's own documents put in its place.
const EXAMPLE_HOST = /(?:^|\.)(?:example(?:\.[a-z]+)?|your-domain(?:\.[a-z]+)*)$/i

/** Whether a host is a placeholder of documents, which no newsroom can have. */
export function isExampleHost(host: string): boolean {
  return EXAMPLE_HOST.test(host)
}

const DEMONSTRATION = 'demonstration: true says that the newsroom is only for show'

/** Notes that the address or the ids are still placeholders, where the newsroom is not for show: published, the ids are permanent. */
export function noteExampleAddresses(
  {
    url,
    idPrefix,
    demonstration,
  }: { readonly url: string | undefined; readonly idPrefix: string | undefined; readonly demonstration: boolean | undefined },
  slot: Slot,
): void {
  if (demonstration) return
  const note = (field: string, { host, remedy }: { readonly host: string | undefined; readonly remedy: string }): void => {
    if (host === undefined || !isExampleHost(host)) return
    const message = `${host} is a domain for examples, which nobody can have`
    slot.at(field, '').mistake({ code: 'example-address', severity: 'warning', message, remedy })
  }
  note('url', {
    host: url && new URL(url).hostname,
    remedy: `write the address where the newsroom will be published; ${DEMONSTRATION}`,
  })
  note('idPrefix', {
    host: idPrefix && domainOf(idPrefix),
    remedy: `write a domain of yours before you first publish, since ids never change afterwards; ${DEMONSTRATION}`,
  })
}

/** The domain of a `tag:` URI's authority, which may be an e-mail address (RFC 4151 §2.1). */
function domainOf(tag: string): string | undefined {
  return /^tag:(?:[^,]*@)?([^,]+),/i.exec(tag)?.[1]
}
