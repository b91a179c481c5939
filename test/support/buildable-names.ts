/**
 * Defines "never invents a name": a name that is reported in full must consist of complete pieces of the
 * file. Pieces are the strings between quotes, and between the braces and `%s` of format strings; in
 * JavaScript, also identifiers. Part of a piece does not count, because a truncated name would be an
 * invention.
 */
export function isBuildable(name: string, text: string): boolean {
  const pieces = piecesOf(text);
  const reachable = new Set([0]);
  for (let end = 1; end <= name.length; end++)
    for (const start of reachable)
      if (pieces.has(name.slice(start, end))) {
        reachable.add(end);
        break;
      }
  return reachable.has(name.length);
}

const borders = /["'`]|\{|\}|%s/g;

function piecesOf(text: string): ReadonlySet<string> {
  return new Set([
    ...text.split(borders),
    ...(text.match(borders) ?? []),
    ...text.split(/["']/),
    ...(text.match(/[\p{ID_Continue}$]+/gu) ?? []),
  ]);
}
