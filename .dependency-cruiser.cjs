/** The one-way house: what may import what, each rule with its reason. `npm run layers` proves that a planted violation fails. */
const PURE =
  '^src/(model|fields|language|xml|article|markdown|edition|record|feed|page|discovery|plan|check|audit|import|stories)/(?!files/)'
/** Parts of the engine that decide, and do nothing. */
const PURE_ENGINE =
  '^src/engine/(artifact-kinds|build|neighbourhood|past-artifacts|describe-feeds|page-artifact|vanished-addresses)[.]ts$'
/** What the engine puts together. */
const ROOMS = 'platform|db|state|sources|links|images|theme|render|output|search'
/** What writes what is public, or what the next publish goes by. */
const WRITERS =
  '^src/(engine/(publish|publish-whole|publish-changes|prepare-publish|make-artifacts|stored-newsroom)|output/(stage-file|put-in-place))[.]ts'
const STAGES = ['article', 'markdown', 'edition', 'record', 'feed', 'page', 'discovery', 'plan', 'check', 'audit']
const ONE_IMPORTER = {
  '@aws-sdk/client-s3': '^src/deploy/s3-bucket[.]ts$',
  '@orama/stemmers': '^src/search/snowball[.]ts$',
  bullmq: '^src/notify/delivery-queue[.]ts$',
  commander: '^src/cli/(main|options)[.]ts$',
  'fastest-levenshtein': '^src/fields/unknown-field[.]ts$',
  feed: '^src/feed/(news-feed|channel-model)[.]ts$',
  'github-slugger': '^src/markdown/',
  'gray-matter': '^src/article/cut-front-matter[.]ts$',
  'highlight.js': '^src/markdown/highlight-code[.]ts$',
  hono: '^src/page/html[.]ts$',
  htmlparser2: '^src/import/markup[.]ts$',
  ioredis: '^src/platform/redis[.]ts$',
  'image-size': '^src/images/(measure-image|image-type)[.]ts$',
  'js-yaml': '^src/fields/read-yaml[.]ts$',
  marked: '^src/markdown/',
  mime: '^src/images/media-types[.]ts$',
  'node-cron': '^src/runner/heartbeat[.]ts$',
  pagefind: '^src/search/pagefind[.]ts$',
  pino: '^src/cli/json-log[.]ts$',
  porter2: '^src/search/snowball[.]ts$',
  'prom-client': '^src/serve/metrics[.]ts$',
  'sanitize-html': '^src/markdown/',
  sharp: '^src/images/encode-image[.]ts$',
  'smol-toml': '^src/import/front-matter[.]ts$',
  turndown: '^src/import/html-to-markdown[.]ts$',
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle, types included, has no first thing to read.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'model-imports-nothing',
      comment: 'The model is what all stages share; it depends on none.',
      severity: 'error',
      from: { path: '^src/model/' },
      to: { pathNot: '^src/model/' },
    },
    {
      name: 'fields-stand-on-the-model',
      comment: 'Reading typed fields is shared by articles and configuration; it knows neither.',
      severity: 'error',
      from: { path: '^src/fields/' },
      to: { path: '^src/', pathNot: '^src/(model|fields)/' },
    },
    {
      name: 'language-stands-on-the-model',
      comment: 'Words and dates are shared by pages, feeds and lists; they know none of them.',
      severity: 'error',
      from: { path: '^src/language/' },
      to: { path: '^src/', pathNot: '^src/(model|language)/' },
    },
    {
      name: 'xml-stands-alone',
      comment: 'Writing XML is shared by feeds and sitemaps; it knows neither.',
      severity: 'error',
      from: { path: '^src/xml/' },
      to: { path: '^src/', pathNot: '^src/xml/' },
    },
    {
      name: 'stories-stand-on-the-model',
      comment: 'Looking stories up is shared by all that describes pages and feeds; it knows none of them.',
      severity: 'error',
      from: { path: '^src/stories/' },
      to: { path: '^src/', pathNot: '^src/(model|stories)/' },
    },
    ...STAGES.map(stage => ({
      name: `stage-${stage}-stands-alone`,
      comment: 'Pure stages meet in the model, so that each can be read, tested and replaced alone.',
      severity: 'error',
      from: { path: `^src/${stage}/` },
      to: { path: '^src/', pathNot: `^src/(model|fields|language|xml|${stage})/` },
    })),
    {
      name: 'pure-stages-do-nothing',
      comment: 'Reading and writing happen at the edge.',
      severity: 'error',
      from: { path: `(${PURE}|${PURE_ENGINE})` },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer)$' },
    },
    {
      name: 'build-is-pure',
      comment: 'The whole is described without a disk.',
      severity: 'error',
      from: { path: PURE_ENGINE },
      to: { path: '^src/', pathNot: `(${PURE}|${PURE_ENGINE})` },
    },
    {
      name: 'import-stands-on-articles',
      comment: 'What came from elsewhere becomes articles: conversion knows how those are read and rendered, and nothing else.',
      severity: 'error',
      from: { path: '^src/import/(?!files/)' },
      to: { path: '^src/', pathNot: '^src/(model|fields|language|article|markdown|import/(?!files/))' },
    },
    {
      name: 'platform-stands-on-nothing',
      comment: 'The disk, threads and the network know nothing of news.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/', pathNot: '^src/platform/' },
    },
    {
      name: 'databases-stand-on-the-model',
      comment: 'They store what others decide, and know neither where it is kept nor what it is for.',
      severity: 'error',
      from: { path: '^src/db/' },
      to: { path: '^src/', pathNot: '^src/(model|platform|db)/' },
    },
    {
      name: 'rooms-below-the-engine',
      comment: 'Imports run one way: the engine puts these together, and none of them knows it.',
      severity: 'error',
      from: { path: `^src/(config|${ROOMS})/` },
      to: { path: '^src/(engine|review|runner|import/files|serve|preview|deploy|notify|cli)/' },
    },
    {
      name: 'engine-below-those-who-run-it',
      comment: 'Imports run one way.',
      severity: 'error',
      from: { path: '^src/engine/' },
      to: { path: '^src/(review|runner|import|serve|preview|deploy|notify|cli)/' },
    },
    {
      name: 'deployment-and-notification-apart',
      comment: 'They read what was published, and know nothing of how.',
      severity: 'error',
      from: { path: '^src/(deploy|notify)/' },
      to: { path: '^src/(engine|review|runner|import|serve|preview|cli)/' },
    },
    {
      name: 'review-publishes-nothing',
      comment: 'Checks, the audit and the schedule look at a newsroom, and write nothing.',
      severity: 'error',
      from: { path: '^src/review/' },
      to: { path: WRITERS },
    },
    {
      name: 'preview-publishes-nothing',
      comment: 'Unpublished content is shown here: none of it may reach what writes.',
      severity: 'error',
      from: { path: '^src/preview/' },
      to: { path: `(${WRITERS}|^src/(runner|platform/(write-whole|write-new|lock)))` },
    },
    {
      name: 'preview-apart',
      comment: 'Nothing that publishes can show what is not public yet.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(preview/|cli/preview-command[.]ts$)' },
      to: { path: '^src/preview/' },
    },
    {
      name: 'no-command-below',
      comment: 'Commands are thin, and nothing stands on them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'product-apart-from-tests',
      comment: 'What is shipped stands on nothing that is not.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|tools)/' },
    },
    {
      name: 'declared-only',
      comment:
        'Only what package.json names is imported. Peers that some need stand among the development packages too, to be tested.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypesNot: ['npm-peer'],
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'undetermined', 'unknown'],
      },
    },
    {
      name: 'one-importer-node-sqlite',
      comment: 'SQL is written in one room, and the hub has its own; and Node warns of this one where it is loaded.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(db/sqlite|notify/sqlite-hub-(store|file))[.]ts$' },
      to: { path: '^(node:)?sqlite$', dependencyTypes: ['core'] },
    },
    {
      name: 'publishing-knows-no-subscribers',
      comment: 'What to tell follows from what is published: nothing that publishes waits for whoever is told.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(notify|deploy|serve|cli)/' },
      to: { path: '^src/notify/' },
    },
    {
      name: 'publishing-knows-no-deliveries',
      comment: 'What to deliver follows from what is published: nothing that publishes waits for another place.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(deploy|cli)/' },
      to: { path: '^src/deploy/' },
    },
    ...Object.entries(ONE_IMPORTER).map(([name, importer]) => ({
      name: `one-importer-${name}`,
      comment: 'A package that is imported in one place can be left.',
      severity: 'error',
      from: { path: '^src/', pathNot: importer },
      to: { path: `^node_modules/${name}/`, dependencyTypes: ['npm', 'npm-peer'] },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
