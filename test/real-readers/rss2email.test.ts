import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, writeFiles } from '../support/newsroom.ts'
import { describeReader, runReader } from './reader.ts'
import { type ServedNewsroom, serveNewsroom } from './served-newsroom.ts'
import {
  BURST,
  BURST_AT,
  BURST_END,
  BURST_TITLES,
  EDITS,
  FIRST,
  FLOOD_AT,
  HARD_TITLES,
  PUBLIC_STORIES,
  relativeAddresses,
  STORIES,
} from './stories.ts'

/** A mail as its reader sees it. */
interface Mail {
  readonly subject: string
  /** Milliseconds since the Unix epoch. */
  readonly date: number
  readonly html: string
}

/** Empties a Maildir, and prints its mails as JSON. rss2email is written in Python, whose own library reads mails right. */
const READ_MAILS = `
import email, email.policy, json, mailbox, sys
box = mailbox.Maildir(sys.argv[1], create=False)
mails = [email.message_from_bytes(box.get_bytes(key), policy=email.policy.default) for key in box.keys()]
print(json.dumps([{
    'subject': mail['subject'], 'date': mail['date'].datetime.timestamp() * 1000,
    'html': (mail.get_body(('html',)) or mail).get_content(),
} for mail in mails]))
box.clear()
`

/** A subscriber by mail. */
interface Subscriber {
  /** Polls the feed and gives the mails that came of it. */
  readonly poll: () => Promise<readonly Mail[]>
}

async function subscribe({ address }: ServedNewsroom, feed: string): Promise<Subscriber> {
  const home = temporaryFolder()
  writeFiles(home, {
    'r2e.cfg': `[DEFAULT]
from = courant@example.org
to = reader@example.org
email-protocol = maildir
maildir-path = ${home}/mail
maildir-mailbox = inbox
html-mail = True
date-header = True
`,
    // A Maildir is there when its three folders are.
    ...Object.fromEntries(['cur', 'new', 'tmp'].map(folder => [`mail/inbox/${folder}/.keep`, ''])),
  })
  const r2e = ['r2e', '--config', join(home, 'r2e.cfg'), '--data', join(home, 'r2e.json')]
  await runReader([...r2e, 'add', 'news', `${address}/${feed}`], { home })
  return {
    poll: async () => {
      await runReader([...r2e, 'run'], { home })
      return JSON.parse(await runReader(['/usr/bin/python3', '-c', READ_MAILS, join(home, 'mail/inbox')], { home }))
    },
  }
}

async function subscribed(feed: string) {
  const served = await serveNewsroom(STORIES)
  await served.publishAt(FIRST)
  const subscriber = await subscribe(served, feed)
  const first = await subscriber.poll()
  return { served, subscriber, first }
}

const FEEDS = ['feed.rss', 'feed.atom'] as const

function tests(): void {
  test.each(FEEDS)('%s: a mail a story, hard titles as they were written', async feed => {
    const { served, first } = await subscribed(feed)
    // rss2email takes every title for HTML, a plain one too, and reads the references in it.
    const titles = HARD_TITLES.map(title => title.replace('&amp;', '&'))
    expect(first.map(({ subject }) => subject).sort()).toEqual(['The harbour', 'The flood', ...titles].sort())
    const flood = first.find(({ subject }) => subject === 'The flood')
    expect(flood?.date).toBe(FLOOD_AT)
    expect(flood?.html).toContain(`href="${served.address}/2026/hard-1/"`)
    for (const { html } of first) expect(relativeAddresses(html)).toEqual([])
  })

  test.each(FEEDS)('%s: no edit in place sends a mail again', async feed => {
    const { served, subscriber } = await subscribed(feed)
    for (const edit of [EDITS.mendTypo, EDITS.retitle, EDITS.correct, EDITS.update, EDITS.rename, EDITS.withdraw]) {
      await edit(served)
      expect((await subscriber.poll()).map(({ subject }) => subject)).toEqual([])
    }
  })

  test.each(FEEDS)('%s: a story that was renamed and edited in one step is not mailed again', async feed => {
    const { served, subscriber, first } = await subscribed(feed)
    expect(first.map(({ subject }) => subject)).toContain('The harbour')
    for (const edit of [EDITS.renameAndEdit, EDITS.giveId]) {
      await edit(served)
      expect((await subscriber.poll()).map(({ subject }) => subject)).toEqual([])
    }
  })

  test.each(FEEDS)('%s: a story to come is mailed at its instant, not before', async feed => {
    const { served, subscriber, first } = await subscribed(feed)
    expect(first).toHaveLength(PUBLIC_STORIES)
    await EDITS.release(served)
    expect(await subscriber.poll()).toMatchObject([
      { subject: 'The embargoed story', date: Date.parse('2026-06-10T09:00:00Z') },
    ])
  })

  test('a correction, a major update and a withdrawal are mailed from the channel of changes', async () => {
    const { served, subscriber, first } = await subscribed('changes/feed.rss')
    expect(first).toEqual([])
    await EDITS.correct(served)
    expect(await subscriber.poll()).toMatchObject([{ subject: 'Correction: The flood' }])
    await EDITS.withdraw(served)
    const [mail, ...others] = await subscriber.poll()
    expect(others).toEqual([])
    expect(mail).toMatchObject({ subject: 'Withdrawn: The flood', html: expect.stringContaining('There was no flood.') })
  })

  test.each(FEEDS)('%s: an unchanged feed is answered 304, and never 226', async feed => {
    const { served, subscriber } = await subscribed(feed)
    await subscriber.poll()
    await EDITS.mendTypo(served)
    await subscriber.poll()
    expect(served.asked().map(({ status }) => status)).toEqual([200, 304, 200])
  })

  test.each(FEEDS)('%s: 120 stories due at one instant are mailed whole, and once', async feed => {
    const served = await serveNewsroom({ ...STORIES, ...BURST })
    await served.publishAt(FIRST)
    const subscriber = await subscribe(served, feed)
    await subscriber.poll()
    await served.publishAt(BURST_AT)
    const results = (await subscriber.poll()).filter(({ subject }) => BURST_TITLES.includes(subject))
    expect(results.map(({ subject }) => subject).sort()).toEqual(BURST_TITLES.toSorted())
    for (const { html } of results) expect(html).toContain(BURST_END)
    await served.publishAt('2026-06-12T09:00:00Z')
    expect(await subscriber.poll()).toEqual([])
  })
}

describeReader('rss2email', { needs: ['r2e', '/usr/bin/python3'], tests })
