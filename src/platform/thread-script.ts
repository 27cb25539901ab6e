/** The script of a thread, by its name and the URL of the module beside it: from source it is TypeScript; the package's program has all of them in one folder. */
export function threadScript(name: string, beside: string): URL {
  return new URL(`./${name}${beside.endsWith('.ts') ? '.ts' : '.js'}`, beside)
}
