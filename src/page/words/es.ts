import type { Words } from './words.ts'

/** Spanish. */
export const ES: Words = {
  skip: 'Ir al contenido',
  mainNavigation: 'Navegación principal',
  languages: 'Idiomas',
  by: 'Por',
  updated: 'Actualizado el',
  disclaimer: 'Descargo de responsabilidad',
  topics: 'Temas',
  topic: 'Tema',
  author: 'Autor',
  firstPublished: 'Publicado originalmente en',
  moreStories: 'Más noticias',
  newerStory: 'Noticia más reciente',
  olderStory: 'Noticia anterior',
  pages: 'Páginas',
  newerStories: 'Noticias más recientes',
  olderStories: 'Noticias anteriores',
  noStories: 'Aún no hay noticias.',
  followTopic: 'Seguir este tema:',
  feeds: 'Canales de noticias',
  aboutFeeds: [
    'Un canal de noticias es una dirección que un lector de canales vigila por usted. Las noticias nuevas aparecen allí por sí solas: sin cuenta con nosotros, sin dirección de correo electrónico, y puede dejarlo cuando quiera.',
    'Para seguir un canal, copie su dirección en un lector de canales; los hay gratuitos para todos los teléfonos y ordenadores. Los tres formatos contienen las mismas noticias. Si no sabe cuál elegir, elija RSS.',
  ],
  stories: 'Noticias:',
  newest: 'La más reciente:',
  notFound: 'No hay ninguna página en esta dirección. Puede que se haya trasladado o que la dirección contenga un error.',
  toFrontPage: 'Ir a la portada',
  publishedBy: 'Publicado por',
  table: 'Tabla',
}
