import { opml } from '../../shared/feeds.js'
import { newsroom } from '../newsroom.js'

export async function GET() {
  return new Response(opml((await newsroom).channels))
}
