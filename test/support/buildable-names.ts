/**
 * What "never invents a name" means: a name reported in full can be composed from whole pieces of the file.
 * Pieces are the texts between quotes, and between the brackets and `%s` of formats; in JavaScript also
 * identifiers. Half a piece does not count: a name cut off in the middle would be invented.
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
