import type { Words } from './words.ts'

/** French. */
export const FR: Words = {
  skip: 'Aller au contenu',
  mainNavigation: 'Navigation principale',
  languages: 'Langues',
  by: 'Par',
  updated: 'Mis à jour le',
  disclaimer: 'Avertissement',
  topics: 'Thèmes',
  topic: 'Thème',
  author: 'Auteur',
  firstPublished: 'Première publication :',
  moreStories: 'Autres articles',
  newerStory: 'Article plus récent',
  olderStory: 'Article plus ancien',
  pages: 'Pages',
  newerStories: 'Articles plus récents',
  olderStories: 'Articles plus anciens',
  noStories: 'Aucun article pour le moment.',
  followTopic: 'Suivre ce thème :',
  feeds: 'Fils d’actualité',
  aboutFeeds: [
    'Un fil d’actualité est une adresse que votre lecteur de flux surveille pour vous. Les nouveaux articles y apparaissent d’eux-mêmes : sans compte chez nous, sans adresse électronique, et vous arrêtez quand vous voulez.',
    'Pour suivre un fil, copiez son adresse dans un lecteur de flux ; il en existe de gratuits pour tous les téléphones et ordinateurs. Les trois formats contiennent les mêmes articles. En cas de doute, choisissez RSS.',
  ],
  stories: 'Articles :',
  newest: 'Le plus récent :',
  notFound: 'Il n’y a pas de page à cette adresse. La page a peut-être été déplacée, ou l’adresse contient une erreur.',
  toFrontPage: 'Aller à la page d’accueil',
  publishedBy: 'Publié par',
  table: 'Tableau',
}
