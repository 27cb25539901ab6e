import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { shown, writeFiles } from '../support/newsroom.ts'
import { articleAt, emptyNewsroom, importInto, lossesOf } from './import-into.ts'

const APP = ['http://www.w3.org/2007/app', 'http://purl.org/atom/app#'] as const
const KIND = 'http://schemas.google.com/g/2005#kind'
const DATES = '<published>2024-05-01T09:00:00.000Z</published><updated>2024-05-01T09:00:00.000Z</updated>'

/** An entry as the backup of a Blogger blog has it (Settings → Back up content, until 2024). */
function backupEntry(name: string, { kind = 'post', more = '' } = {}): string {
  const term = `http://schemas.google.com/blogger/2008/kind#${kind}`
  return `<entry><id>tag:blogger.com,1999:blog-1.${kind}-${name}</id>${DATES}<category scheme="${KIND}" term="${term}"/>
    <title type="text">${name}</title><content type="html">&lt;p&gt;Text of ${name}.&lt;/p&gt;</content>${more}</entry>`
}

/** An entry as Google Takeout has it (`Blogs/NAME/feed.atom`). */
function takeoutEntry(name: string, { type = 'POST', status = 'LIVE', more = '' } = {}): string {
  return `<entry><id>tag:blogger.com,1999:blog-1.post-${name}</id><blogger:type>${type}</blogger:type><blogger:status>${status}</blogger:status>
    <author><name>Example Author</name><blogger:type>BLOGGER</blogger:type></author><title>${name}</title>
    <content type="html">&lt;p&gt;Text of ${name}.&lt;/p&gt;</content><blogger:created>2024-05-01T08:00:00Z</blogger:created>${DATES}
    <link/><enclosure/>${more}</entry>`
}

function feedOf(entries: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:blogger="http://schemas.google.com/blogger/2018"
    xmlns:thr="http://purl.org/syndication/thread/1.0"><id>tag:blogger.com,1999:blog-1</id><title>Old</title>${entries.join('\n')}</feed>`
}

/** Imports a feed of these entries: which articles are drafts and which are public, and what was left out or changed. */
async function importOf(entries: readonly string[]) {
  const newsroom = emptyNewsroom()
  writeFiles(newsroom.root, { 'feed.atom': feedOf(entries) })
  const losses = lossesOf(await importInto(newsroom, join(newsroom.root, 'feed.atom')))
  const articles = [...newsroom.sources()].filter(([path]) => path.endsWith('.md'))
  const drafts = articles.filter(([, bytes]) => /^draft: true$/m.test(bytes.toString('utf8'))).map(([path]) => path)
  return { newsroom, losses, drafts: drafts.toSorted(), open: pathsBut(articles, drafts) }
}

function pathsBut(articles: readonly (readonly [string, Buffer])[], drafts: readonly string[]): readonly string[] {
  return articles
    .map(([path]) => path)
    .filter(path => !drafts.includes(path))
    .toSorted()
}

describe('import: an Atom entry with app:draft (RFC 5023 §13.1.1)', () => {
  test.each(APP)('is a draft where it says yes, in %s', async app => {
    const control = (said: string): string => `<app:control xmlns:app="${app}"><app:draft>${said}</app:draft></app:control>`
    const { drafts, open, losses } = await importOf([
      backupEntry('one', { more: control('yes') }),
      backupEntry('two', { more: control(' YES ') }),
      backupEntry('three', { more: control('no') }),
      backupEntry('four', { more: `<c:control xmlns:c="${app}"><c:draft>yes</c:draft></c:control>` }),
      backupEntry('five', { more: `<control xmlns="${app}"><draft>yes</draft></control>` }),
      backupEntry('six', { more: control('perhaps') }),
      backupEntry('seven'),
    ])
    expect(drafts).toEqual(['2024/five.md', '2024/four.md', '2024/one.md', '2024/six.md', '2024/two.md'])
    expect(open).toEqual(['2024/seven.md', '2024/three.md'])
    expect(losses).toEqual(['item 6: it is a draft here: whether it was public cannot be told'])
  })

  test('is a draft in a feed that is no blog of Blogger', async () => {
    const { drafts, open } = await importOf([
      `<entry><id>https://old.example.org/a</id><title>a</title>${DATES}<content>Text.</content>
        <app:control xmlns:app="${APP[0]}"><app:draft>yes</app:draft></app:control></entry>`,
    ])
    expect([drafts, open]).toEqual([['a.md'], []])
  })

  test('is a draft where the prefix is declared nowhere', async () => {
    const { drafts } = await importOf([backupEntry('one', { more: '<app:control><app:draft>yes</app:draft></app:control>' })])
    expect(drafts).toEqual(['2024/one.md'])
  })
})

describe('import: the backup of a Blogger blog', () => {
  test('posts become stories and pages become pages; comments, settings and the template are left out and counted', async () => {
    const draft = `<app:control xmlns:app="${APP[1]}"><app:draft>yes</app:draft></app:control>`
    const { newsroom, drafts, open, losses } = await importOf([
      backupEntry('template', { kind: 'template' }),
      backupEntry('BLOG_NAME', { kind: 'settings' }),
      backupEntry('BLOG_ADMIN', { kind: 'settings' }),
      backupEntry('harbour', {
        more: '<category scheme="http://www.blogger.com/atom/ns#" term="Ports"/><link rel="alternate" type="text/html" href="https://old.example.org/2024/05/harbour.html"/>',
      }),
      backupEntry('plan', { more: draft }),
      backupEntry('about', {
        kind: 'page',
        more: '<link rel="alternate" type="text/html" href="https://old.example.org/p/about.html"/>',
      }),
      backupEntry('later', { kind: 'page', more: draft }),
      backupEntry('remark', { kind: 'comment', more: '<thr:in-reply-to ref="tag:blogger.com,1999:blog-1.post-harbour"/>' }),
      backupEntry('gadget', { kind: 'gadget' }),
    ])
    expect(open).toEqual(['2024/05/harbour.md', 'pages/p/about.md'])
    expect(drafts).toEqual(['2024/plan.md', 'pages/later.md'])
    expect(articleAt(newsroom, '2024/05/harbour.md')).toContain('\ntopics: [Ports]\n')
    expect(articleAt(newsroom, 'pages/p/about.md')).not.toContain('topics:')
    expect(losses).toEqual([
      'item 1: left out: 1 template',
      'item 2: left out: 2 settings, of which this is the first',
      'item 8: left out: 1 comment',
      'item 9: left out: 1 gadget',
      'item 6: no redirect: /p/about.html is now /p/about/, and pages have no aliases',
    ])
    const { diagnostics } = await newsroom.publish()
    expect(shown(diagnostics.filter(({ severity }) => severity === 'error'))).toEqual([])
    const published = [...newsroom.out().values()].map(bytes => bytes.toString('utf8')).join('\n')
    expect(published).toContain('Text of harbour.')
    for (const name of ['template', 'BLOG_NAME', 'plan', 'later', 'remark', 'gadget'])
      expect(published).not.toContain(`Text of ${name}.`)
  })
})

describe('import: a Blogger blog from Google Takeout', () => {
  test('keeps addresses, and makes public nothing that was not live', async () => {
    const { newsroom, drafts, open, losses } = await importOf([
      takeoutEntry('harbour', { more: '<blogger:filename>/2024/05/harbour.html</blogger:filename><blogger:trashed/>' }),
      takeoutEntry('plan', { status: 'DRAFT', more: '<blogger:filename/>' }),
      takeoutEntry('storm', { status: 'SCHEDULED' }),
      takeoutEntry('mistake', { status: 'SOFT_TRASHED' }),
      takeoutEntry('older-mistake', { status: 'TRASHED' }),
      takeoutEntry('regret', { more: '<blogger:trashed>2024-06-01T00:00:00Z</blogger:trashed>' }),
      takeoutEntry('unknown', { status: 'QUARANTINED' }),
      takeoutEntry('silent', { status: '' }),
      takeoutEntry('about', { type: 'PAGE', more: '<blogger:filename>/p/about.html</blogger:filename>' }),
      takeoutEntry('later', { type: 'PAGE', status: 'DRAFT' }),
      takeoutEntry('remark', {
        type: 'COMMENT',
        more: '<blogger:parent>tag:blogger.com,1999:blog-1.post-harbour</blogger:parent>',
      }),
      takeoutEntry('spam', { type: 'COMMENT', status: 'SPAM' }),
    ])
    expect(open).toEqual(['2024/05/harbour.md', 'pages/p/about.md'])
    expect(drafts).toEqual(['2024/plan.md', '2024/silent.md', '2024/storm.md', '2024/unknown.md', 'pages/later.md'])
    expect(articleAt(newsroom, '2024/05/harbour.md')).toContain('\naliases: [/2024/05/harbour.html]\n')
    expect(losses.toSorted()).toEqual([
      'item 10: pages have no authors (Example Author)',
      'item 11: left out: 2 comments, of which this is the first',
      'item 3: it is in the state SCHEDULED: it is a draft here',
      'item 4: "mistake" is in the trash',
      'item 5: "older-mistake" is in the trash',
      'item 6: "regret" is in the trash',
      'item 7: it is in the state QUARANTINED: it is a draft here',
      'item 8: it is a draft here: whether it was public cannot be told',
      'item 9: no redirect: /p/about.html is now /p/about/, and pages have no aliases',
      'item 9: pages have no authors (Example Author)',
    ])
  })

  test('and app:draft holds in it as well', async () => {
    const { drafts } = await importOf([
      takeoutEntry('a', { more: `<app:control xmlns:app="${APP[0]}"><app:draft>yes</app:draft></app:control>` }),
    ])
    expect(drafts).toEqual(['2024/a.md'])
  })
})
