import sharp, { type Sharp } from 'sharp'

/** What files of photographs tell beside the picture; none of it may be published. */
export const SECRETS = ['MARIA-SILVA', 'CAMERA-4711', 'XMP-SECRET', 'IPTC-SECRET', 'Exif', 'GPS', '8BIM', 'xmpmeta'] as const

/** A photograph as a camera leaves it: noise over the left half in red, the right half in blue, and metadata of every kind. */
export async function photograph({
  width = 1200,
  height = 800,
  orientation = 1,
}: {
  readonly width?: number
  readonly height?: number
  readonly orientation?: number
} = {}): Promise<Buffer> {
  const jpeg = await twoHalves({ width, height })
    .withExif({
      IFD0: { Artist: 'MARIA-SILVA', Make: 'CAMERA-4711' },
      IFD3: { GPSLatitude: '46/1 12/1 0/1', GPSLongitude: '6/1 9/1 0/1' },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">XMP-SECRET</x:xmpmeta>')
    .withMetadata({ orientation })
    .jpeg()
    .toBuffer()
  return withIptc(jpeg, 'IPTC-SECRET')
}

/** A picture whose left half is red and whose right half is blue. */
export function twoHalves({ width, height }: { readonly width: number; readonly height: number }): Sharp {
  const half = { width: Math.floor(width / 2), height, channels: 3, background: '#d01010' } as const
  return sharp({ create: { ...half, width, background: '#1010d0' } }).composite([{ input: { create: half }, left: 0, top: 0 }])
}

/** Adds an IPTC record in Photoshop's block to a JPEG (IPTC-IIM 4.2, in segment APP13). */
function withIptc(jpeg: Buffer, caption: string): Buffer {
  const record = Buffer.concat([Buffer.from([0x1c, 2, 120, 0, caption.length]), Buffer.from(caption)])
  const padded = record.length % 2 === 0 ? record : Buffer.concat([record, Buffer.alloc(1)])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(record.length)
  const block = Buffer.concat([Buffer.from('Photoshop 3.0\0'), Buffer.from('8BIM\x04\x04\0\0', 'latin1'), size, padded])
  const length = Buffer.alloc(2)
  length.writeUInt16BE(block.length + 2)
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xed]), length, block, jpeg.subarray(2)])
}

/** Colours at the left and the right of a picture's middle line. */
export async function coloursOf(image: Buffer): Promise<readonly string[]> {
  const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (x: number): string => {
    const start = (Math.floor(info.height / 2) * info.width + x) * info.channels
    const [red = 0, , blue = 0] = data.subarray(start, start + 3)
    return red > blue ? 'red' : 'blue'
  }
  return [at(Math.floor(info.width / 8)), at(Math.floor((info.width * 7) / 8))]
}

/** A difference that nobody sees, of 255. */
const UNSEEN = 3

/** Whether two images are of another format or size, or show something else. */
export async function picturesDiffer(a: Buffer, b: Buffer): Promise<boolean> {
  const pictures = [sharp(a), sharp(b)] as const
  const [one, other] = await Promise.all(pictures.map(picture => picture.metadata()))
  const isAlike = one?.format === other?.format && one?.width === other?.width && one?.height === other?.height
  if (!isAlike) return true
  const [pixels, others] = await Promise.all(pictures.map(picture => picture.ensureAlpha().raw().toBuffer()))
  const sum = pixels?.reduce((total, value, index) => total + Math.abs(value - (others?.[index] ?? 0)), 0) ?? 0
  return sum / Math.max(1, pixels?.length ?? 0) > UNSEEN
}
