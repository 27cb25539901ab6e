/** The script of a thread, by its name in this folder: from source it is TypeScript; in the package it was bundled beside this file. */
export function threadScript(name: 'render-worker' | 'standstill-worker' | 'search-worker'): URL {
  return new URL(`./${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)
}
