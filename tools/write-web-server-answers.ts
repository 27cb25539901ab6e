/**
 * Writes what nginx or Caddy includes to answer 301 and 410 where `out/` says so; `deploy/README.md` says how it is used:
 * `node tools/write-web-server-answers.ts nginx OUT FILE [BASE-PATH]`.
 */
import { join } from 'node:path'
import { MANIFEST_FILE, readManifest } from '../src/output/manifest-file.ts'
import { textIfThere } from '../src/platform/if-there.ts'
import { writeWhole } from '../src/platform/write-whole.ts'
import { WEB_SERVERS, webServerAnswers } from './web-server-answers.ts'

const [name, out, file, basePath = ''] = process.argv.slice(2)
const server = WEB_SERVERS.find(known => known === name)
if (!server || out === undefined || file === undefined || !/^(?:\/[^/]+)*$/.test(basePath)) {
  console.error(`usage: write-web-server-answers.ts ${WEB_SERVERS.join('|')} OUT FILE [BASE-PATH, as /news]`)
  process.exit(2)
}
const text = textIfThere(join(out, MANIFEST_FILE))
const manifest = text === undefined ? undefined : readManifest(text)
if (!manifest) {
  const why = text === undefined ? 'is not there: publish first' : "is no manifest of Courant's"
  console.error(`${join(out, MANIFEST_FILE)} ${why}`)
  process.exit(3)
}
writeWhole(file, webServerAnswers(server, { manifest, basePath }))
