/** A telephone number as an address (RFC 3966 §3): digits alone, and the plus sign of a country's code. */
export function telephoneHref(phone: string): string {
  return `tel:${phone.replace(/\(0\)|[^+\d]/g, '')}`
}
