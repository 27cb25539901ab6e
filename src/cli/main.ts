import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { GENERATOR } from '../feed/generator.ts'
import { isSystemError } from '../platform/environment-error.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { type AskedFormat, explainFailure } from './explain-failure.ts'
import { type Accepted, COMMON_OPTIONS, UsageError } from './options.ts'
import { printText } from './print.ts'

/** Runs the command line and sets the process's exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  // What was asked for is done all the same, whether or not people can be told.
  process.stderr.on('error', () => {})
  process.stdout.on('error', noteUntold)
  const courant = program()
  let asked: AskedFormat = {}
  courant.hook('preAction', (_, command) => {
    asked = command.opts<AskedFormat>()
  })
  try {
    await courant.parseAsync([...argv])
  } catch (error) {
    process.exitCode = error instanceof CommanderError ? misread(error) : explainFailure(error, asked)
  }
}

/** Commander has said what it could not read; help that was asked for ends well. */
function misread({ exitCode }: CommanderError): ExitCode {
  return exitCode === 0 ? EXIT.done : EXIT.usage
}

let isUntold = false

/** Programs may have read enough (`| head`). What else they did not get is told at once and by the exit code, and stops nothing. */
function noteUntold(error: Error): void {
  if (isUntold || isSystemError(error, 'EPIPE')) return
  isUntold = true
  printText(`standard output cannot be written: ${error.message}\n  make room where it goes; what was asked for is done\n`)
  process.once('exit', () => {
    process.exitCode = EXIT.environment
  })
}

function program(): Command {
  const courant = new Command('courant')
    .description('Publishes news: a folder of Markdown articles becomes a site and its RSS, Atom and JSON feeds.')
    .version(GENERATOR.version)
    .exitOverride()
    .configureOutput({ writeOut: text => printText(text, process.stdout), writeErr: text => printText(text) })
    .showHelpAfterError('(courant --help shows every command)')
    .addHelpText(
      'after',
      '\nExit codes: 0 done; 1 done, but articles have errors, or an audit found something; 2 the call or the configuration is wrong;\n3 the environment failed (disk, lock, network).',
    )
  const at = new Option('--at <instant>', 'as of this instant: 2026-05-03T09:00+02:00')
  const record = new Option(
    '--record <file|url>',
    'where else the record of published stories is kept, or an address to start from',
  )
  const atLive = new Option(at.flags, `${at.description}; a time to come only with --dry-run or an --out of its own`)
  newsroomCommand(courant, 'publish', 'Publish what is due, once.')
    .addOption(atLive)
    .addOption(record)
    .option('--dry-run', 'say what would change, and change nothing', false)
    .option('--explain', 'say which files changed, and for each file that is made why; with --dry-run too', false)
    .addOption(
      new Option(
        '--accept [what]',
        'remove stories whose files are gone (a file that resembles one is new then), let ids change, and feeds turn over; clock: the clock is right, though it is behind the last publish',
      )
        .preset('changes')
        .default([], 'nothing')
        .argParser(acceptedRead),
    )
    .option('--audit', 'look through out/ afterwards for anything that is not public', false)
    .option('--no-ping', 'leave telling the hub to courant deliver, or the next publish: out/ is not live yet')
    .option('--no-deliver', 'leave delivering it elsewhere, as courant.yaml says, to courant deliver or the next publish')
    .action(async options => exitWith((await import('./publish-command.ts')).publishCommand(options)))
  newsroomCommand(courant, 'run', 'Publish, keep the schedule, and serve what is published, until told to stop.')
    .addOption(record)
    .option('--host <address>', 'the address to listen on')
    .option('--port <number>', 'the port to listen on; 0 for any that is free')
    .addOption(
      new Option('--log <format>', 'how to tell what happens; words on a terminal, else JSON').choices(['text', 'json']),
    )
    .action(async options => exitWith((await import('./run-command.ts')).runCommand(options)))
  newsroomCommand(
    courant,
    'deliver',
    'Bring what was published to where else it goes, and tell the hub; publish nothing.',
  ).action(async options => exitWith((await import('./deliver-command.ts')).deliverCommand(options)))
  newsroomCommand(courant, 'rollback', 'Serve the release before this one again, where releases are delivered to folders.')
    .option('--resume', 'deliver there again what is published', false)
    .action(async options => exitWith((await import('./rollback-command.ts')).rollbackCommand(options)))
  newsroomCommand(courant, 'preview', 'Show the newsroom as it will be, drafts and all, and reload on every save.')
    .addOption(new Option(at.flags, 'what readers would see at this instant: 2026-05-03T09:00+02:00'))
    .option('--host <address>', 'the address to listen on, if not this machine alone; asks for --allow-network')
    .option('--allow-network', 'show drafts on the network, to who has the link that is printed', false)
    .option('--port <number>', 'the port to listen on; 0 for any that is free')
    .action(async options => exitWith((await import('./preview-command.ts')).previewCommand(options)))
  newsroomCommand(courant, 'check', 'Every mistake in the newsroom, with its place and remedy.')
    .option('--strict', 'warnings fail too', false)
    .addOption(new Option('--format <format>', 'how to say it').choices(['text', 'json', 'github']).default('text'))
    .action(async options => exitWith((await import('./check-command.ts')).checkCommand(options)))
  newsroomCommand(courant, 'new', 'A new article with an id, where it belongs.')
    .argument('<title...>', 'its headline, in quotes or not')
    .showHelpAfterError('(write its headline behind it: courant new "The harbour reopens")')
    .option('--lang <tag>', "its language, if not the newsroom's")
    // Not `<topic...>`, which would take the title that follows it.
    .option('--topic <topic>', 'what it is about; once for each topic', topicsRead)
    .option('--section <section>', 'the section it belongs to')
    .option('--translate <file>', 'the story that it translates, into --lang: it goes beside it, with what they share')
    .action(async (words, options) => exitWith((await import('./new-command.ts')).newCommand(words.join(' '), options)))
  newsroomCommand(courant, 'schedule', 'What will happen next.')
    .addOption(at)
    .action(async options => exitWith((await import('./schedule-command.ts')).scheduleCommand(options)))
  newsroomCommand(courant, 'theme', 'The templates of the pages: begin one of your own, or see which you have.')
    .argument('[template...]', 'those to begin, each as Courant has it')
    .action(async (names, options) => exitWith((await import('./theme-command.ts')).themeCommand(names, options)))
  newsroomCommand(
    courant,
    'import',
    'Articles from elsewhere: Hugo, Jekyll, WordPress, Blogger, or any feed; ids and addresses are kept.',
  )
    .argument(
      '<source>',
      'a Hugo or Jekyll folder, a WordPress or Blogger export, or an RSS, Atom or JSON feed: a path or an address',
    )
    .option('--feed <file|url>', 'the feed that subscribers have, when the source does not say their ids')
    .option('--dry-run', 'say what would be imported, and write nothing', false)
    .action(async (source, options) => exitWith((await import('./import-command.ts')).importCommand(source, options)))
  courant
    .command('init')
    .description('A new newsroom, ready to publish.')
    .argument('<dir>', 'the folder to make it in; new or empty')
    .option('--url <address>', 'where it will be published: its domain begins the ids of its stories; asked for on a terminal')
    .option('--json', 'one JSON object on standard output, for machines', false)
    .option('--schemas', 'write only the schemas for editors, into a newsroom that is there', false)
    .action(async (dir, options) => exitWith((await import('./init-command.ts')).initCommand(dir, options)))
  return courant
}

/** Both may be accepted at once. */
function acceptedRead(what: string, before: readonly Accepted[]): readonly Accepted[] {
  if (what === 'changes' || what === 'clock') return [...before, what]
  throw new InvalidArgumentError('It is written alone, or followed by: clock')
}

function topicsRead(topic: string, before: readonly string[] = []): readonly string[] {
  if (topic.includes(','))
    throw new UsageError(`--topic: "${topic}" is one topic`, 'name each by itself: --topic ports --topic ferries')
  return [...before, topic]
}

function newsroomCommand(courant: Command, name: string, description: string): Command {
  const command = courant.command(name).description(description)
  for (const option of COMMON_OPTIONS) command.addOption(option)
  return command
}

async function exitWith(code: Promise<ExitCode>): Promise<void> {
  process.exitCode = await code
}
