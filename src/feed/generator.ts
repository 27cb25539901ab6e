/**
 * What wrote the feed: RSS 2.0 `generator`, RFC 4287 §4.2.4. The version is part of the documents, so that a change of
 * Courant that changes bytes can be told from a change of the newsroom. No address: the project has none of its own.
 */
export const GENERATOR = { name: 'Courant', version: '0.1.0' } as const
