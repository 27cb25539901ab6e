/** What the command's exit code says. */
export const EXIT = {
  done: 0,
  /** Done, but articles have errors. */
  articles: 1,
  /** The call or the configuration is wrong. */
  usage: 2,
  /** The environment failed: disk, lock, network. */
  environment: 3,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
