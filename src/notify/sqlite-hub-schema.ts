import { newerVersion } from '../platform/environment-error.ts'

/** Of what the hub's file holds. A file of version 0 is new. */
const VERSION = 1

/** What the hub's file holds, whichever version of Courant made it. */
export const SCHEMA: string = `
  CREATE TABLE IF NOT EXISTS topic (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS intent (
    id INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, callback TEXT NOT NULL, host TEXT NOT NULL,
    mode TEXT NOT NULL, url TEXT NOT NULL, secret TEXT, lease_seconds INTEGER NOT NULL, UNIQUE (topic, callback)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS intent_host ON intent (host);
  CREATE TABLE IF NOT EXISTS subscription (
    id INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, callback TEXT NOT NULL, host TEXT NOT NULL,
    secret TEXT, expires INTEGER NOT NULL,
    delivered TEXT, -- what the subscriber surely has; NULL where that is not known
    due INTEGER, -- when to deliver; NULL where nothing is to be
    since INTEGER, -- since when that is tried
    failures INTEGER NOT NULL DEFAULT 0, -- in a row
    taken INTEGER NOT NULL DEFAULT 0,
    UNIQUE (topic, callback)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS subscription_host ON subscription (host);
  CREATE INDEX IF NOT EXISTS subscription_due ON subscription (due) WHERE due IS NOT NULL AND taken = 0;
  CREATE INDEX IF NOT EXISTS subscription_turn ON subscription (failures > 0, due, id) WHERE due IS NOT NULL AND taken = 0;
  PRAGMA user_version = ${VERSION};
`

/** What is asked here of an open database. */
interface Opened {
  readonly prepare: (sql: string) => { readonly get: () => Readonly<Record<string, unknown>> | undefined }
  readonly close: () => void
}

/** A database whose tables this Courant knows. @throws EnvironmentError for those of a newer version, which are left as they are */
export function ofKnownVersion<T extends Opened>(database: T): T {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version)
  if (version <= VERSION) return database
  database.close()
  throw newerVersion('hub.sqlite', { version, known: VERSION })
}
