/**
 * What every answer carries: no sniffing, no frame, no script but from where it says, no more referrer than needed. What is
 * published has no scripts; a preview has its own, and so has the search page, whose script compiles WebAssembly.
 */
export function securityHeaders(scripts: "'none'" | "'self'" | "'self' 'wasm-unsafe-eval'"): Headers {
  return new Headers({
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': `default-src 'self'; script-src ${scripts}; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; img-src 'self' https: data:; media-src 'self' https:`,
    'Referrer-Policy': 'strict-origin-when-cross-origin',
  })
}
