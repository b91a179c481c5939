/** Origin of a web page; a leading `*.` matches any subdomain. */
const pattern = /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d+)?$/;

/**
 * Whether it can be compared with the origins that browsers send: no path, no capitals, not a wildcard for
 * every page.
 */
export function isOriginPattern(text: string): boolean {
  const url = URL.parse(text.replace('://*.', '://any.'));
  return pattern.test(text) && url !== null && text.replace('://*.', '://any.') === url.origin;
}

export function isOriginAmong(origin: string, patterns: readonly string[]): boolean {
  return patterns.some((one) => {
    const [start = '', end] = one.split('*');
    if (end === undefined) return origin === one;
    const name = origin.slice(start.length, -end.length);
    return origin.startsWith(start) && origin.endsWith(end) && /^[a-z0-9.-]+$/.test(name);
  });
}
