// Runs in the browser: a test gives its text to `page.evaluate`, so it imports nothing.
globalThis.provokeInPage = async (texts, { inserted = false } = {}) => {
  const EVENTS = [
    'click',
    'mouseover',
    'focus',
    'toggle',
    'load',
    'error',
    'animationstart',
    'pointerrawupdate',
    'begin',
    'submit',
  ]
  const ran = new Set()
  const malformed = []
  const elements = []

  const isElsewhere = link => /^(?:https?|mailto|tel):/.test(link?.getAttribute('href') ?? '')
  const pause = () => new Promise(resolve => setTimeout(resolve, 100))

  const load = (text, index) => {
    const frame = document.createElement('iframe')
    document.body.append(frame)
    const { contentWindow: inner, contentDocument: page } = frame
    page.open()
    inner.alert = () => ran.add(index)
    // A link that leads elsewhere is not followed, so that the page stays; `javascript:` is.
    inner.addEventListener('click', event => isElsewhere(event.target.closest?.('a[href]')) && event.preventDefault(), true)
    page.write(`<!doctype html><body>${inserted ? '' : text}`)
    page.close()
    // As feed readers do.
    if (inserted) page.body.innerHTML = text
    return frame
  }

  const isMalformed = text => {
    const xhtml = `<div xmlns="http://www.w3.org/1999/xhtml">${text}</div>`
    return new DOMParser().parseFromString(xhtml, 'application/xml').querySelector('parsererror') !== null
  }

  const provoke = element => {
    const attributes = Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]))
    elements.push({ name: element.localName, attributes })
    for (const type of EVENTS) element.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }))
    element.click?.()
  }

  const frames = texts.map((text, index) => {
    if (isMalformed(text)) malformed.push(index)
    return load(text, index)
  })
  await pause()
  for (const frame of frames) for (const element of frame.contentDocument?.body?.querySelectorAll('*') ?? []) provoke(element)
  await pause()
  return { ran: [...ran], elements, malformed }
}
