/** Whether a name can match a pattern; `*` matches any string. */
export function fitsPattern(name: string, pattern: string): boolean {
  const [first = '', ...parts] = pattern.split('*');
  if (parts.length === 0) return name === pattern;
  const last = parts.pop() ?? '';
  const end = name.length - last.length;
  if (!name.startsWith(first) || end < first.length || !name.endsWith(last)) return false;
  let from = first.length;
  return parts.every((part) => {
    const found = name.indexOf(part, from);
    from = found + part.length;
    return found >= 0 && from <= end;
  });
}
