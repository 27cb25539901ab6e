/** Endings of cases, of whose something is, and of numbers: a noun takes them in the opposite order. */
const ENDINGS = [
  'ның нің дың дің тың тің ға ге қа ке на не ны ні ды ді ты ті да де та те нда нде дан ден тан тен нан нен мен бен пен дағы дегі тағы тегі ндағы ндегі',
  'ымыз іміз мыз міз ыңыз іңіз ңыз ңіз ым ім ың ің сы сі ы і м ң',
  'лар лер дар дер тар тер',
].map(endings => endings.split(' ').sort((a, b) => b.length - a.length))

const SHORTEST_STEM = 4

/** The stem of a Kazakh word. Snowball has none: endings are taken off, the longest first, while four letters stay. */
export function kazakhStem(word: string): string {
  return ENDINGS.reduce((rest, endings) => {
    const ending = endings.find(one => rest.endsWith(one) && rest.length - one.length >= SHORTEST_STEM)
    return ending === undefined ? rest : rest.slice(0, -ending.length)
  }, word)
}
