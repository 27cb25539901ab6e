import type { Words } from './words.ts'

/** Chinese, in simplified characters. */
export const ZH: Words = {
  skip: '跳到正文',
  mainNavigation: '主导航',
  languages: '语言',
  by: '作者：',
  updated: '更新于',
  disclaimer: '免责声明',
  topics: '主题',
  topic: '主题',
  author: '作者',
  firstPublished: '首次发布于',
  moreStories: '更多新闻',
  newerStory: '较新的一篇',
  olderStory: '较早的一篇',
  pages: '页面',
  newerStories: '较新的新闻',
  olderStories: '较早的新闻',
  noStories: '暂无新闻。',
  followTopic: '订阅本主题：',
  feeds: '新闻订阅源',
  aboutFeeds: [
    '订阅源是一个网址，由您的阅读器代为关注。新的新闻会自动出现在阅读器中：无需在本站注册，无需提供电子邮件地址，随时可以取消。',
    '如要订阅，请将网址复制到阅读器中；各种手机和电脑都有免费的阅读器。三种格式的内容相同。如不确定选哪一种，请选 RSS。',
  ],
  stories: '新闻数量：',
  newest: '最新：',
  notFound: '此网址没有页面。页面可能已经移动，或者网址有误。',
  toFrontPage: '前往首页',
  publishedBy: '发布者：',
  table: '表格',
}
