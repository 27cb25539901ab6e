/** The package brings no types. */
declare module 'commonmark-spec' {
  /** The examples of the specification, tabs written as `→`. */
  export const tests: readonly { readonly markdown: string; readonly html: string }[]
}
