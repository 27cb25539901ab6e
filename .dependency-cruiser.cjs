/** The one-way house: what may import what, each rule with its reason. `npm run layers` proves that a planted violation fails. */
const PURE = '^src/(model|fields|language|article|markdown|edition|record|feed|page|plan|check)/'
const STAGES = ['article', 'markdown', 'edition', 'record', 'feed', 'page', 'plan', 'check']
const ONE_IMPORTER = {
  commander: '^src/cli/(main|options)[.]ts$',
  'fastest-levenshtein': '^src/fields/readers[.]ts$',
  feed: '^src/feed/(news-feed|channel-model)[.]ts$',
  'github-slugger': '^src/markdown/',
  'gray-matter': '^src/article/cut-front-matter[.]ts$',
  hono: '^src/page/html[.]ts$',
  'image-size': '^src/store/measure-image[.]ts$',
  'js-yaml': '^src/fields/read-yaml[.]ts$',
  marked: '^src/markdown/',
  mime: '^src/store/media-types[.]ts$',
  'node-cron': '^src/schedule/heartbeat[.]ts$',
  'sanitize-html': '^src/markdown/',
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
    ...STAGES.map(stage => ({
      name: `stage-${stage}-stands-alone`,
      comment: 'Pure stages meet in the model, so that each can be read, tested and replaced alone.',
      severity: 'error',
      from: { path: `^src/${stage}/` },
      to: { path: '^src/', pathNot: `^src/(model|fields|language|${stage})/` },
    })),
    {
      name: 'pure-stages-do-nothing',
      comment: 'Reading and writing happen at the edge.',
      severity: 'error',
      from: { path: `(${PURE}|^src/(build|past-artifacts|describe-feeds)[.]ts$)` },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer)$' },
    },
    {
      name: 'build-is-pure',
      comment: 'The whole is described without a disk.',
      severity: 'error',
      from: { path: '^src/(build|past-artifacts|describe-feeds)[.]ts$' },
      to: { path: '^src/(config|store|deliver|notify|schedule|serve|cli)/|^src/publish[.]ts$' },
    },
    {
      name: 'store-below-publish',
      comment: 'Imports run one way.',
      severity: 'error',
      from: { path: '^src/(config|store|deliver|notify)/' },
      to: { path: '^src/(publish[.]ts|schedule/|serve/|cli/)' },
    },
    {
      name: 'publish-below-commands',
      comment: 'Imports run one way.',
      severity: 'error',
      from: { path: '^src/publish[.]ts$' },
      to: { path: '^src/(schedule|serve|cli)/' },
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
      comment: 'Only what package.json names is imported.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'undetermined', 'unknown'] },
    },
    ...Object.entries(ONE_IMPORTER).map(([name, importer]) => ({
      name: `one-importer-${name}`,
      comment: 'A package that is imported in one place can be left.',
      severity: 'error',
      from: { path: '^src/', pathNot: importer },
      to: { path: `^node_modules/${name}/`, dependencyTypes: ['npm'] },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
