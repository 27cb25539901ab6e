/** How one language of the corpus is written. */
export interface Script {
  /** BCP 47 tag. */
  readonly lang: string
  readonly words: readonly [string, ...string[]]
  /** Between two words: nothing where the script has no spaces. */
  readonly space: string
  readonly fullStop: string
  readonly comma: string
}

/** The language that most stories are in, the newsroom's own. */
export const ENGLISH: Script = {
  lang: 'en',
  words: words(`agreement member council report market border harbour price season committee proposal water rail budget forest
    school court river bridge signal office region weather cargo harvest energy grain tariff notice member's study figure year
    quarter month public open final early careful common rural coastal annual joint new wide steady first second adopts reviews
    measures confirms publishes examines extends prepares lowers raises records follows between after before under within across
    the a of and to in for with on from its that this`),
  space: ' ',
  fullStop: '.',
  comma: ',',
}

/** The others: one story in four is in one of them. */
export const OTHER_SCRIPTS: readonly [Script, ...Script[]] = [
  {
    lang: 'ru',
    words: words(`соглашение совет отчёт рынок граница порт цена сезон комитет предложение вода дорога бюджет лес школа суд река
      мост сигнал регион погода урожай энергия зерно тариф год месяц новый общий первый ежегодный принимает изучает измеряет
      подтверждает публикует между после перед через и в на для с по из это`),
    space: ' ',
    fullStop: '.',
    comma: ',',
  },
  {
    lang: 'el',
    words:
      words(`συμφωνία συμβούλιο έκθεση αγορά σύνορο λιμάνι τιμή εποχή επιτροπή πρόταση νερό δρόμος δάσος σχολείο ποταμός γέφυρα
      σήμα περιοχή καιρός συγκομιδή ενέργεια σιτάρι δασμός έτος μήνας νέος κοινός πρώτος ετήσιος εγκρίνει εξετάζει μετρά
      επιβεβαιώνει δημοσιεύει μεταξύ μετά πριν και σε για με από αυτό`),
    space: ' ',
    fullStop: '.',
    comma: ',',
  },
  {
    lang: 'ar',
    words:
      words(`اتفاق مجلس تقرير سوق حدود ميناء سعر موسم لجنة اقتراح ماء طريق ميزانية غابة مدرسة محكمة نهر جسر إشارة منطقة طقس حصاد
      طاقة حبوب تعريفة سنة شهر جديد مشترك أول سنوي يعتمد يدرس يقيس يؤكد ينشر بين بعد قبل عبر و في على من إلى مع هذا`),
    space: ' ',
    fullStop: '.',
    comma: '،',
  },
  {
    lang: 'zh',
    words:
      words(`协议 理事会 报告 市场 边境 港口 价格 季节 委员会 提案 水资源 铁路 预算 森林 学校 法院 河流 桥梁 信号 地区 天气 收获
      能源 粮食 关税 年度 月份 新的 共同 首次 通过 审查 测量 确认 公布 之间 之后 之前 以及 在 对 从 与 这项`),
    space: '',
    fullStop: '。',
    comma: '，',
  },
]

/** Set into a text now and then: beyond the Basic Multilingual Plane, and of several code points. */
export const EMOJI: readonly [string, ...string[]] = ['🎉', '🌾', '🚢', '👩‍🔬', '🇰🇿', '⚖️']

/** Forty topics, by slug. */
export const TOPICS: readonly string[] =
  words(`accessions agriculture archives aviation banking biodiversity budgets climate competition
  courts culture customs development digital education elections energy fisheries forests goods harbours health history housing
  industry investment labour languages law libraries museums ports prices railways research services statistics tariffs tourism water`)

/** Desks that sign stories, by slug: offices, not people. */
export const DESKS: readonly [string, ...string[]] = words('news-desk trade-desk law-desk data-desk photo-desk web-desk')

/** A slug as people read it. */
export function titleOf(slug: string): string {
  return slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll('-', ' ')
}

function words(list: string): [string, ...string[]] {
  const [first = '', ...rest] = list.trim().split(/\s+/)
  return [first, ...rest]
}
