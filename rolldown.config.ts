import { readdirSync, readFileSync } from 'node:fs'
import { defineConfig } from 'rolldown'

const TEMPLATES = 'src/page/templates'

/**
 * The package's program: all that Courant and its packages are made of in a handful of files, which load in half the time. The
 * command and its threads are the ways in; they stand side by side, since one starts the others.
 */
export default defineConfig({
  input: {
    main: 'src/cli/main.ts',
    'publisher-worker': 'src/runner/publisher-worker.ts',
    'notify-worker': 'src/notify/notify-worker.ts',
    'delivery-worker': 'src/deploy/delivery-worker.ts',
    'render-worker': 'src/render/render-worker.ts',
    'look-worker': 'src/engine/look-worker.ts',
    'standing-worker': 'src/engine/standing-worker.ts',
    'search-worker': 'src/search/search-worker.ts',
  },
  platform: 'node',
  // Each loads what is made for the machine's own kind from a folder of its own.
  // Only some need a Redis or a bucket of S3, and those bring what speaks with it.
  external: ['sharp', 'pagefind', 'bullmq', 'ioredis', '@aws-sdk/client-s3'],
  // Courant's own templates, as they stand: a theme begins with them.
  plugins: [
    {
      name: 'templates',
      generateBundle() {
        for (const file of readdirSync(TEMPLATES))
          this.emitFile({ type: 'asset', fileName: `templates/${file}`, source: readFileSync(`${TEMPLATES}/${file}`, 'utf8') })
      },
    },
  ],
  output: { dir: 'dist', format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name].js', cleanDir: true },
})
