import { sitemap } from '../../shared/pages.js'
import { newsroom } from '../newsroom.js'

export async function GET() {
  const { stories, lists, archive } = await newsroom
  return new Response(sitemap([...stories, ...lists, ...archive].map(({ url }) => url).concat('/about/', '/feeds/')))
}
