import { cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from '../cli/courant.ts'
import { temporaryFolder, writeFiles } from '../support/newsroom.ts'

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))
const RULES = '.dependency-cruiser.cjs'

/** A file that breaks the law of imports, and the rule that must name it. */
type Planted = readonly [what: string, file: string, source: string, rule: string]

const PLANTED: readonly Planted[] = [
  [
    'model reads the disk',
    'src/model/planted.ts',
    "import { readFileSync } from 'node:fs'\nreadFileSync('x')\n",
    'model-imports-nothing',
  ],
  [
    'a pure stage reads the disk',
    'src/plan/planted.ts',
    "import { readFileSync } from 'node:fs'\nreadFileSync('x')\n",
    'pure-stages-do-nothing',
  ],
  [
    'a pure stage asks the network',
    'src/page/planted.ts',
    "import { request } from 'node:http'\nrequest('http://x')\n",
    'pure-stages-do-nothing',
  ],
  [
    'feed imports page',
    'src/feed/planted.ts',
    "import { renderPage } from '../page/render-page.ts'\nrenderPage.call\n",
    'stage-feed-stands-alone',
  ],
  [
    'markdown imports article',
    'src/markdown/planted.ts',
    "import { assignIds } from '../article/assign-ids.ts'\nassignIds.call\n",
    'stage-markdown-stands-alone',
  ],
  [
    'the preview places a file',
    'src/preview/planted.ts',
    "import { writeWhole } from '../platform/write-whole.ts'\nwriteWhole.call\n",
    'preview-publishes-nothing',
  ],
  [
    'a publish knows the preview',
    'src/engine/planted.ts',
    "import { OWN_PATHS } from '../preview/script.ts'\nOWN_PATHS.script\n",
    'preview-apart',
  ],
  [
    'conversion of imports reads the disk',
    'src/import/planted.ts',
    "import { readFileSync } from 'node:fs'\nreadFileSync('x')\n",
    'pure-stages-do-nothing',
  ],
  [
    'conversion of imports knows the content folder',
    'src/import/planted.ts',
    "import { listFiles } from '../sources/list-files.ts'\nlistFiles('x')\n",
    'import-stands-on-articles',
  ],
  [
    'a stage stands on the conversion of imports',
    'src/article/planted.ts',
    "import { BLANK_STORY } from '../import/source.ts'\nexport const blank = BLANK_STORY\n",
    'stage-article-stands-alone',
  ],
  [
    'fields know the configuration',
    'src/fields/planted.ts',
    "import { readSite } from '../config/read-site.ts'\nreadSite.call\n",
    'fields-stand-on-the-model',
  ],
  [
    'stories know pages',
    'src/stories/planted.ts',
    "import { pagesOf } from '../edition/pages-of.ts'\npagesOf.call\n",
    'stories-stand-on-the-model',
  ],
  [
    'a room imports the engine',
    'src/output/planted.ts',
    "import { build } from '../engine/build.ts'\nbuild.call\n",
    'rooms-below-the-engine',
  ],
  [
    'the platform knows of news',
    'src/platform/planted.ts',
    "import { openOut } from '../output/out-folder.ts'\nopenOut('x')\n",
    'platform-stands-on-nothing',
  ],
  [
    'the engine knows who runs it',
    'src/engine/planted.ts',
    "import { Publisher } from '../runner/publisher.ts'\nPublisher.name\n",
    'engine-below-those-who-run-it',
  ],
  [
    'a check places a file',
    'src/review/planted.ts',
    "import { putInPlace } from '../output/put-in-place.ts'\nputInPlace.call\n",
    'review-publishes-nothing',
  ],
  [
    'deployment knows the engine',
    'src/deploy/planted.ts',
    "import { build } from '../engine/build.ts'\nbuild.call\n",
    'deployment-and-notification-apart',
  ],
  [
    'serve imports a command',
    'src/serve/planted.ts',
    "import { terminal } from '../cli/terminal.ts'\nterminal()\n",
    'no-command-below',
  ],
  [
    'a second importer of marked',
    'src/page/planted.ts',
    "import { marked } from 'marked'\nmarked.parse('x')\n",
    'one-importer-marked',
  ],
  [
    'a second importer of node-cron, by its types',
    'src/cli/planted.ts',
    "import type { ScheduledTask } from 'node-cron'\nexport type Planted = ScheduledTask\n",
    'one-importer-node-cron',
  ],
  [
    'a database knows the state that is in it',
    'src/db/planted.ts',
    "import { readHeld } from '../state/remembered.ts'\nreadHeld.call\n",
    'databases-stand-on-the-model',
  ],
  [
    'the state has a statement of its own',
    'src/state/planted.ts',
    "import { DatabaseSync } from 'node:sqlite'\nnew DatabaseSync(':memory:')\n",
    'one-importer-node-sqlite',
  ],
  [
    'a second importer of node:sqlite',
    'src/cli/planted.ts',
    "import { DatabaseSync } from 'node:sqlite'\nnew DatabaseSync(':memory:')\n",
    'one-importer-node-sqlite',
  ],
  [
    'a publish tells subscribers',
    'src/engine/planted.ts',
    "import { pingChanged } from '../notify/ping-changed.ts'\npingChanged.call\n",
    'publishing-knows-no-subscribers',
  ],
  [
    'a publish deploys',
    'src/engine/planted.ts',
    "import { deliver } from '../deploy/deliver.ts'\ndeliver.call\n",
    'publishing-knows-no-deliveries',
  ],
  [
    'a second importer of an optional peer',
    'src/deploy/planted.ts',
    "import { S3Client } from '@aws-sdk/client-s3'\nnew S3Client()\n",
    'one-importer-@aws-sdk/client-s3',
  ],
  ['a package for development', 'src/cli/planted.ts', "import { test } from 'vitest'\ntest.call\n", 'declared-only'],
  ['a package that is not declared', 'src/cli/planted.ts', "import { x } from 'nobody-declared-this'\nx()\n", 'declared-only'],
  [
    'a file of the tests',
    'src/cli/planted.ts',
    "import { story } from '../../test/support/newsroom.ts'\nstory()\n",
    'product-apart-from-tests',
  ],
]

/** A cycle of which one half is a type. */
const CYCLE = {
  'src/page/planted.ts': "import type { Half } from './planted-half.ts'\nexport const whole: Half = { of: 1 }\n",
  'src/page/planted-half.ts':
    "import { whole } from './planted.ts'\nexport interface Half { readonly of: number }\nexport const half = (): Half => whole\n",
} as const

/** Checks a folder's `src` by the checkout's own rules. */
async function violationsIn(cwd: string): Promise<{ readonly cruised: number; readonly violations: readonly string[] }> {
  const { stdout } = await runCommand(
    [
      process.execPath,
      join(CHECKOUT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      'src',
      '--config',
      RULES,
      '--preserve-symlinks',
      '--output-type',
      'json',
    ],
    { cwd },
  )
  const { summary } = JSON.parse(stdout)
  return {
    cruised: summary.totalCruised,
    violations: summary.violations.map(
      ({ from, rule }: { readonly from: string; readonly rule: { readonly name: string } }) => `${from} ${rule.name}`,
    ),
  }
}

describe('the law of imports', () => {
  let cruised = 0
  let reported: readonly string[] = []

  beforeAll(async () => {
    // One cruise finds all plants; those that share a file's name stand in files of their own.
    const copy = temporaryFolder()
    for (const path of ['src', 'test/support', RULES, 'tsconfig.json', 'package.json'])
      cpSync(join(CHECKOUT, path), join(copy, path), { recursive: true })
    symlinkSync(join(CHECKOUT, 'node_modules'), join(copy, 'node_modules'))
    writeFiles(copy, Object.fromEntries(PLANTED.map(([, file, source], index) => [numbered(file, index), source])))
    writeFiles(copy, CYCLE)
    const found = await violationsIn(copy)
    cruised = found.cruised
    reported = found.violations
  })

  test('is kept by the whole of src, besides what is planted', () => {
    expect(reported.filter(violation => !violation.includes('planted'))).toEqual([])
    expect(cruised).toBeGreaterThan(100 + PLANTED.length)
  })

  describe('fails when broken:', () => {
    test.each(PLANTED.map((planted, index) => [...planted, index] as const))('%s', (_, file, _source, rule, index) => {
      expect(reported).toContain(`${numbered(file, index)} ${rule}`)
    })

    test('a cycle by types', () => {
      expect(reported.filter(violation => violation.endsWith(' no-cycles'))).toEqual([
        expect.stringMatching(/^src\/page\/planted(-half)?\.ts no-cycles$/),
      ])
    })
  })
})

function numbered(file: string, index: number): string {
  return file.replace('planted', `planted-${index}`)
}
