import { existsSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { coloursOf, photograph, SECRETS, twoHalves } from '../support/images.ts'
import { differingPaths, newsroomOf, SITE_YAML, shown, story, type TemporaryNewsroom } from '../support/newsroom.ts'

const LEAD = { image: { src: 'quay.jpg', alt: 'Ships', caption: 'The quay.', credit: 'M. S.' } }

/** What was made of images, by its time: what is made again has another. */
function madeImages({ paths }: TemporaryNewsroom): Readonly<Record<string, number>> {
  if (!existsSync(paths.images)) return {}
  return Object.fromEntries(readdirSync(paths.images).map(key => [key, statSync(join(paths.images, key)).ctimeMs]))
}

function imagesIn(newsroom: TemporaryNewsroom): readonly string[] {
  return [...newsroom.out().keys()].filter(path => /\.(jpg|png|gif|webp|avif|tif)$/.test(path))
}

function bytesOf(newsroom: TemporaryNewsroom, path: string): Buffer {
  return newsroom.out().get(path) ?? Buffer.alloc(0)
}

/** Adds a comment to a GIF, before its last byte (GIF 89a, §24). */
function withComment(gif: Buffer): Buffer {
  const text = Buffer.from('MARIA-SILVA')
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe, text.length]), text, Buffer.from([0])])
  return Buffer.concat([gif.subarray(0, -1), comment, gif.subarray(-1)])
}

describe('publish: an image beside a story', () => {
  test('is published in its place without what its file tells, upright, and in the widths that screens ask for', async () => {
    const newsroom = newsroomOf({
      '2026/flood.md': story({}, '![Ships](quay.jpg)\n'),
      '2026/quay.jpg': await photograph({ width: 800, height: 1200, orientation: 6 }),
    })
    const { diagnostics } = await newsroom.publish()
    expect(shown(diagnostics)).toEqual([])
    expect(imagesIn(newsroom)).toEqual([
      '2026/quay.jpg',
      '2026/quay.jpg.1200w.webp',
      '2026/quay.jpg.480w.webp',
      '2026/quay.jpg.800w.webp',
    ])
    for (const path of imagesIn(newsroom)) {
      const bytes = bytesOf(newsroom, path)
      for (const secret of SECRETS) expect(bytes.includes(secret), `${secret} in ${path}`).toBe(false)
      const { format, width, height, exif, xmp, iptc, icc, orientation } = await sharp(bytes).metadata()
      expect({ exif, xmp, iptc, icc, orientation }).toEqual({})
      const wide = Number(/\.(\d+)w\./.exec(path)?.[1] ?? 1200)
      expect([format, width, height]).toEqual([path.endsWith('.webp') ? 'webp' : 'jpeg', wide, Math.round((wide * 2) / 3)])
    }
  })

  test('is turned before it is made smaller: what the camera held sideways stands upright', async () => {
    const newsroom = newsroomOf({
      'a.md': story({}, '![Ships](quay.jpg)\n'),
      // 3: upside down, so that left is right.
      'quay.jpg': await photograph({ width: 1000, height: 600, orientation: 3 }),
    })
    await newsroom.publish()
    for (const path of imagesIn(newsroom)) expect(await coloursOf(bytesOf(newsroom, path)), path).toEqual(['blue', 'red'])
  })

  test('stands on the page with its size and its widths, waiting until it is near; the main image waits for nothing', async () => {
    const newsroom = newsroomOf({
      '2026/flood.md': story(LEAD, 'Text.\n\n![A crane](crane.png "The crane")\n'),
      '2026/quay.jpg': await photograph(),
      '2026/crane.png': await twoHalves({ width: 500, height: 250 }).png().toBuffer(),
    })
    await newsroom.publish()
    const page = newsroom.read('2026/flood/index.html')
    expect(page).toContain(
      '<picture><source type="image/webp" srcset="/2026/quay.jpg.480w.webp 480w, /2026/quay.jpg.800w.webp 800w, /2026/quay.jpg.1200w.webp 1200w" sizes="(min-width: 44rem) 41rem, 94vw"><img src="/2026/quay.jpg" alt="Ships" width="1200" height="800" fetchpriority="high" decoding="async"></picture>',
    )
    expect(page).toContain(
      '<figure><picture><source type="image/webp" srcset="/2026/crane.png.500w.webp 500w" sizes="min(500px, 94vw)" /><img src="/2026/crane.png" alt="A crane" width="500" height="250" loading="lazy" decoding="async" /></picture><figcaption>The crane</figcaption></figure>',
    )
    expect(newsroom.read('index.html')).toContain('sizes="(min-width: 74rem) 42rem, (min-width: 52rem) 55vw, 94vw"')
  })

  test('is a plain image in feeds, with the exact length of the published file', async () => {
    const newsroom = newsroomOf({
      '2026/flood.md': story({ ...LEAD, attachments: [{ src: 'quay.jpg', title: 'The picture' }] }, '![A crane](crane.png)\n'),
      '2026/quay.jpg': await photograph({ width: 3000, height: 2000 }),
      '2026/crane.png': await twoHalves({ width: 500, height: 250 }).png().toBuffer(),
    })
    await newsroom.publish()
    const length = bytesOf(newsroom, '2026/quay.jpg').length
    const url = 'https://news.example.org/2026/quay.jpg'
    expect(newsroom.read('feed.rss')).toContain(
      `<media:content url="${url}" type="image/jpeg" fileSize="${length}" medium="image" width="2400" height="1600">`,
    )
    expect(newsroom.read('feed.rss')).toContain(`<enclosure url="${url}" length="${length}" type="image/jpeg"/>`)
    expect(JSON.parse(newsroom.read('feed.json')).items[0].attachments[0]).toMatchObject({ size_in_bytes: length })
    for (const feed of ['feed.rss', 'feed.atom', 'feed.json']) expect(newsroom.read(feed)).not.toMatch(/srcset|<picture|lazy/)
    expect(JSON.parse(newsroom.read('feed.json')).items[0].content_html).toContain(
      '<img src="https://news.example.org/2026/crane.png" alt="A crane" width="500" height="250" />',
    )
  })

  test.each([
    [undefined, 2400, 1600],
    [1000, 1000, 667],
  ])('is never larger than configured: %s', async (largest, width, height) => {
    const newsroom = newsroomOf({
      'site.yaml': largest === undefined ? SITE_YAML : `${SITE_YAML}images: { largest: ${largest} }\n`,
      'a.md': story({}, '![Ships](quay.jpg)\n'),
      'quay.jpg': await photograph({ width: 3000, height: 2000 }),
    })
    await newsroom.publish()
    expect(await sharp(bytesOf(newsroom, 'quay.jpg')).metadata()).toMatchObject({ width, height })
    expect(newsroom.read('a/index.html')).toContain(`width="${width}" height="${height}"`)
  })

  test('keeps its format and its address, whatever it is', async () => {
    const picture = twoHalves({ width: 600, height: 300 })
      .withExif({ IFD0: { Artist: 'MARIA-SILVA' }, IFD3: { GPSLatitude: '46/1 12/1 0/1' } })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">XMP-SECRET</x:xmpmeta>')
    const files = {
      'a.png': await picture.png({ palette: true }).toBuffer(),
      'a.webp': await picture.webp().toBuffer(),
      'a.avif': await picture.avif({ effort: 0 }).toBuffer(),
      'a.gif': await picture.gif().toBuffer(),
      'a.tif': await picture.tiff().toBuffer(),
      // A photograph whose name says otherwise: what the server says of it has to be true.
      'b.png': await picture.jpeg().toBuffer(),
    }
    const body = Object.keys(files).map(name => `![Halves](${name})\n\n`)
    const newsroom = newsroomOf({ 'news.md': story({}, body.join('')), ...files })
    expect(shown((await newsroom.publish()).diagnostics)).toEqual([])
    const formats = await Promise.all(
      imagesIn(newsroom).map(async path => `${path} ${(await sharp(bytesOf(newsroom, path)).metadata()).format}`),
    )
    expect(formats).toEqual([
      'a.avif heif',
      'a.avif.480w.avif heif',
      'a.avif.600w.avif heif',
      'a.gif gif',
      'a.png png',
      'a.png.480w.webp webp',
      'a.png.600w.webp webp',
      'a.tif tiff',
      'a.webp webp',
      'a.webp.480w.webp webp',
      'a.webp.600w.webp webp',
      'b.png png',
      'b.png.480w.webp webp',
      'b.png.600w.webp webp',
    ])
    for (const path of imagesIn(newsroom)) {
      const bytes = bytesOf(newsroom, path)
      expect(await coloursOf(bytes), path).toEqual(['red', 'blue'])
      for (const secret of SECRETS) expect(bytes.includes(secret), `${secret} in ${path}`).toBe(false)
    }
  })

  test.each(['gif', 'webp'] as const)('moves on where it moves, without what its file tells: %s', async format => {
    const frames = [await twoHalves({ width: 600, height: 300 }).png().toBuffer()]
    frames.push(await sharp(frames[0]).flop().png().toBuffer())
    const moving = await sharp(frames, { join: { animated: true } })
      .toFormat(format, { delay: [200, 300] })
      .toBuffer()
    const newsroom = newsroomOf({
      'a.md': story({}, `![Moves](m.${format})\n`),
      [`m.${format}`]: format === 'gif' ? withComment(moving) : moving,
    })
    expect(shown((await newsroom.publish()).diagnostics)).toEqual([])
    expect(imagesIn(newsroom)).toEqual([`m.${format}`])
    const metadata = await sharp(bytesOf(newsroom, `m.${format}`)).metadata()
    expect(metadata).toMatchObject({ pages: 2, delay: [200, 300] })
    expect(bytesOf(newsroom, `m.${format}`).includes('MARIA-SILVA')).toBe(false)
    expect(newsroom.read('a/index.html')).toContain(`<img src="/m.${format}" alt="Moves" width="600" height="300"`)
    expect(newsroom.read('a/index.html')).not.toContain('<picture>')
  })

  test('is brought into the colours of all screens', async () => {
    const wide = await twoHalves({ width: 500, height: 300 }).withIccProfile('p3').png().toBuffer()
    const newsroom = newsroomOf({ 'a.md': story({}, '![Wide](wide.png)\n'), 'wide.png': wide })
    await newsroom.publish()
    for (const path of imagesIn(newsroom))
      expect(await sharp(bytesOf(newsroom, path)).metadata(), path).toMatchObject({ space: 'srgb', hasProfile: false })
    const red = async (image: Buffer): Promise<number> =>
      (await sharp(image).removeAlpha().toColourspace('srgb').raw().toBuffer())[0] ?? 0
    expect(await red(bytesOf(newsroom, 'wide.png'))).toBe(await red(wide))
  })
})

describe('publish: images are made once', () => {
  test('for all stories that show them, and not again while nothing of them changes', async () => {
    const newsroom = newsroomOf({
      'a.md': story(LEAD, '![Ships](quay.jpg)\n'),
      'b.md': story({ ...LEAD, title: 'Another' }),
      'quay.jpg': await photograph(),
    })
    await newsroom.publish()
    const made = madeImages(newsroom)
    expect(Object.keys(made)).toHaveLength(1)
    // Another time of change, the same picture.
    utimesSync(join(newsroom.paths.articles, 'quay.jpg'), new Date(), new Date(0))
    newsroom.write({ 'c.md': story({ ...LEAD, title: 'A third' }), 'site.yaml': SITE_YAML.replace('Example News', 'News') })
    const { written } = await newsroom.publish()
    expect(written.filter(path => path.includes('quay'))).toEqual([])
    newsroom.rename('quay.jpg', '2026/quay.jpg')
    newsroom.write({ '2026/d.md': story({ ...LEAD, title: 'A fourth' }) })
    await newsroom.publish()
    expect(imagesIn(newsroom)).toContain('2026/quay.jpg.480w.webp')
    expect(madeImages(newsroom)).toEqual(made)
  })

  test('and are found to stand as they were left', async () => {
    const newsroom = newsroomOf({ 'a.md': story(LEAD), 'quay.jpg': await photograph() })
    await newsroom.publish()
    await pause(70)
    await newsroom.publish()
    expect((await newsroom.publishWhatChanged()).kind).toBe('unchanged')
  })

  test('again when what was made is lost', async () => {
    const newsroom = newsroomOf({ 'a.md': story(LEAD), 'quay.jpg': await photograph() })
    await newsroom.publish()
    const before = newsroom.out()
    rmSync(newsroom.paths.images, { recursive: true })
    rmSync(join(newsroom.paths.out, 'quay.jpg.480w.webp'))
    expect((await newsroom.publish()).written).toEqual(['quay.jpg.480w.webp'])
    expect(differingPaths(newsroom.out(), before)).toEqual([])
  })

  test('a replaced image is published anew with the pages and feeds that show it; what was made of the old one goes', async () => {
    const newsroom = newsroomOf({
      'a.md': story(LEAD),
      'b.md': story({}, '![Ships](quay.jpg)\n'),
      'quay.jpg': await photograph(),
    })
    await newsroom.publish()
    const [old] = Object.keys(madeImages(newsroom))
    newsroom.write({ 'quay.jpg': await photograph({ width: 700, height: 500 }) })
    const { written, removed } = await newsroom.publish()
    expect(written).toEqual(
      expect.arrayContaining(['quay.jpg', 'quay.jpg.480w.webp', 'a/index.html', 'b/index.html', 'feed.rss', 'index.html']),
    )
    expect(removed.toSorted()).toEqual(['quay.jpg.1200w.webp', 'quay.jpg.800w.webp'])
    expect(newsroom.read('b/index.html')).toContain('width="700" height="500"')
    expect(newsroom.read('feed.rss')).toContain(`fileSize="${bytesOf(newsroom, 'quay.jpg').length}"`)
    expect(Object.keys(madeImages(newsroom))).not.toContain(old)
  })

  test('all that was made of an image goes with the last story that shows it', async () => {
    const newsroom = newsroomOf({ 'a.md': story({}, '![Ships](quay.jpg)\n'), 'quay.jpg': await photograph() })
    await newsroom.publish()
    newsroom.write({ 'a.md': story({}, 'No picture.\n') })
    const { removed } = await newsroom.publish()
    expect(removed).toHaveLength(4)
    expect(imagesIn(newsroom)).toEqual([])
  })
})

describe('publish: an edited body', () => {
  test.each(['in this process', 'in another'])('shows its images as they were made: %s', async where => {
    const frames = [await twoHalves({ width: 900, height: 300 }).png().toBuffer()]
    frames.push(await sharp(frames[0]).flop().png().toBuffer())
    const body = '![Ships](quay.jpg) ![Moves](moves.webp)\n'
    const newsroom = newsroomOf({
      'a.md': story({ summary: 'S.' }, body),
      'quay.jpg': await photograph(),
      // Its first bytes do not say that it moves, and stands alone.
      'moves.webp': await sharp(frames, { join: { animated: true } })
        .webp()
        .toBuffer(),
    })
    const memory = {}
    await newsroom.publish({ memory })
    const picture = /<p>(<picture>.*)<\/p>/.exec(newsroom.read('a/index.html'))?.[1]
    expect(picture?.match(/<picture>/g)).toHaveLength(1)
    await pause(70)
    await newsroom.publish({ memory })
    newsroom.write({ 'a.md': story({ summary: 'S.' }, `${body}\nEdited.\n`) })
    await pause(70)
    const result =
      where === 'in another' ? await newsroom.publishWhatChanged() : await newsroom.publishChanges(['a.md'], { memory })
    expect(result).toMatchObject({ kind: 'published', isUntidy: false })
    expect(newsroom.read('a/index.html')).toContain(`<p>${picture}</p>\n<p>Edited.</p>`)
    const before = newsroom.out()
    await newsroom.publish()
    expect(differingPaths(newsroom.out(), before)).toEqual([])
  })
})

describe('publish: what is not public', () => {
  test('leaves no image behind in what is published; of drafts none is made at all', async () => {
    const newsroom = newsroomOf({
      'draft.md': story({ draft: true, image: { src: 'd.jpg', alt: 'D' } }, '![D](d2.jpg)\n'),
      'due.md': story({ date: '2026-12-01', image: { src: 'e.jpg', alt: 'E' } }, '![E](e2.jpg)\n'),
      'd.jpg': await photograph({ width: 500 }),
      'd2.jpg': await photograph({ width: 510 }),
      'e.jpg': await photograph({ width: 520 }),
      'e2.jpg': await photograph({ width: 530 }),
    })
    await newsroom.publish()
    expect(imagesIn(newsroom)).toEqual([])
    // The embargoed main image is ready ahead of its hour, in Courant's own folder.
    expect(Object.keys(madeImages(newsroom))).toHaveLength(1)
    expect(newsroom.read('manifest.jsonl')).not.toMatch(/jpg/)
  })

  test('a dry run makes nothing that stays', async () => {
    const newsroom = newsroomOf({ 'a.md': story(LEAD), 'quay.jpg': await photograph() })
    const { written } = await newsroom.publish({ dryRun: true })
    expect(written).toContain('quay.jpg.480w.webp')
    expect(madeImages(newsroom)).toEqual({})
  })

  test('a newsroom without images has no folder for them', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    await newsroom.publish()
    expect(existsSync(newsroom.paths.images)).toBe(false)
  })
})

describe('publish: an image that cannot be published', () => {
  const REMEDY = 'save it anew as a JPEG, PNG or WebP of at most 100 million pixels'

  test('is told at its place, and its story goes out without it; all others as well', async () => {
    const whole = await photograph()
    const newsroom = newsroomOf({
      'a.md': story({ image: { src: 'half.jpg', alt: 'Half' } }),
      'b.md': story({ title: 'Another' }, 'Text.\n\n![Half](half.jpg)\n\nMore text.\n'),
      'c.md': story({ title: 'A third', ...LEAD }),
      'half.jpg': whole.subarray(0, whole.length - 2000),
      'quay.jpg': whole,
    })
    const told = [
      `a.md:4:16 warning broken-image image.src: half.jpg cannot be published: premature end of JPEG image | ${REMEDY}`,
      `b.md:8:1 warning broken-image: "half.jpg" cannot be published: premature end of JPEG image; it was left out | ${REMEDY}`,
    ]
    expect(shown((await newsroom.publish()).diagnostics)).toEqual(told)
    expect(imagesIn(newsroom)).not.toContain('half.jpg')
    expect(newsroom.read('a/index.html')).not.toContain('half.jpg')
    expect(newsroom.read('b/index.html')).toContain('<p>Text.</p>\n\n<p>More text.</p>')
    expect(newsroom.read('c/index.html')).toContain('quay.jpg')
    // Said again as long as it stands, and mended by another file.
    expect(shown((await newsroom.publish()).diagnostics)).toEqual(told)
    newsroom.write({ 'half.jpg': whole })
    expect(shown((await newsroom.publish()).diagnostics)).toEqual([])
    expect(newsroom.read('b/index.html')).toContain('half.jpg.480w.webp')
  })

  test('is told where a part of it would be lost', async () => {
    const picture = await twoHalves({ width: 20, height: 20 }).png().toBuffer()
    const pages = await sharp([picture, picture], { join: { animated: true } })
      .tiff()
      .toBuffer()
    // The chunk that says that a PNG moves, behind its header (PNG 3, §11.3.6.1).
    const moves = Buffer.concat([Buffer.from('\0\0\0\x08acTL\0\0\0\x02\0\0\0\0', 'latin1'), Buffer.alloc(4)])
    const newsroom = newsroomOf({
      'a.md': story({}, '![Moves](moves.png)\n\n[Pages](pages.tif)\n'),
      'moves.png': Buffer.concat([picture.subarray(0, 33), moves, picture.subarray(33)]),
      'pages.tif': pages,
    })
    expect(shown((await newsroom.publish()).diagnostics)).toEqual([
      `a.md:6:1 warning broken-image: "moves.png" cannot be published: it is an animated PNG; it was left out | ${REMEDY}`,
      `a.md:8:1 warning broken-image: "pages.tif" cannot be published: it has several pages; the link became plain text | ${REMEDY}`,
    ])
  })

  test('is told by its pixels where they would take gigabytes', async () => {
    const bomb = await twoHalves({ width: 10, height: 10 }).png().toBuffer()
    // A header that asks for 360 MB, as in a file of a few kilobytes that holds one colour (PNG 3, §11.2.1).
    bomb.writeUInt32BE(12_000, 16)
    bomb.writeUInt32BE(10_000, 20)
    const newsroom = newsroomOf({ 'a.md': story({}, '![White](bomb.png)\n'), 'bomb.png': bomb })
    expect(shown((await newsroom.publish()).diagnostics)).toEqual([
      `a.md:6:1 warning broken-image: "bomb.png" cannot be published: 12000 × 10000 pixels are more than 100 million; it was left out | ${REMEDY}`,
    ])
    expect(imagesIn(newsroom)).toEqual([])
  })
})
