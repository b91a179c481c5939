/** Where a web page comes from; one leading `*.` stands for any names below a host. */
const pattern = /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d+)?$/;

/** Whether it can be compared with what browsers say: no path, no capitals, not every page of the web. */
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
