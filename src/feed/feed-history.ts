/**
 * Feed History (RFC 5005 §4): `fh:archive` marks a document that changes only when a story of its own does; `prev-archive`
 * leads from the newest stories to the oldest. Only the oldest has `next-archive`, since an archive has to have one of the two: in the others it
 * would change a document whenever a newer one came.
 */
export const HISTORY_NAMESPACE = 'http://purl.org/syndication/history/1.0'
