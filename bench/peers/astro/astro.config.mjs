import { defineConfig } from 'astro/config'

export default defineConfig({
  site: 'https://bench.example.org',
  cacheDir: './.cache',
  trailingSlash: 'always',
  build: { format: 'directory' },
  markdown: { syntaxHighlight: false },
})
