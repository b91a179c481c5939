/** The bracket that is open at the place, or -1. All of it works on the structure of a text. */
export function openBracketBefore(structure: string, offset: number): number {
  let depth = 0;
  for (let at = offset - 1; at >= 0; at -= 1) {
    const sign = structure.charAt(at);
    if (/[)\]}]/.test(sign)) depth += 1;
    if (!/[([{]/.test(sign)) continue;
    if (depth === 0) return at;
    depth -= 1;
  }
  return -1;
}

/** The bracket that closes this one; without it, the end of the text. */
export function closingBracket(structure: string, opening: number): number {
  let depth = 0;
  for (let at = opening; at < structure.length; at += 1) {
    const sign = structure.charAt(at);
    if (/[([{]/.test(sign)) depth += 1;
    if (/[)\]}]/.test(sign)) depth -= 1;
    if (depth === 0) return at;
  }
  return structure.length;
}

/**
 * The JavaScript statement up to the place, on its own level: what stands in closed brackets in it is left out,
 * and so is the code around the bracket that is open at the place.
 */
export function statementBefore(structure: string, offset: number): string {
  const pieces: string[] = [];
  let end = offset;
  for (let at = offset - 1; ; at -= 1) {
    const sign = at < 0 ? ';' : structure.charAt(at);
    if (/[([{;]/.test(sign) || (sign === '\n' && endsStatement(structure, at))) {
      pieces.unshift(structure.slice(at + 1, end));
      return pieces.join('').trim();
    }
    if (!/[)\]}]/.test(sign)) continue;
    pieces.unshift(structure.slice(at, end));
    at = openBracketBefore(structure, at);
    end = at + 1;
    if (at < 0) return pieces.join('').trim();
  }
}

/** Whether no semicolon is needed at this new line, as far as can be told: two operands cannot stand side by side. */
export function endsStatement(structure: string, newLine: number): boolean {
  const before = structure.slice(Math.max(0, newLine - 2000), newLine).trimEnd();
  const behind = structure.slice(newLine, newLine + 2000).trimStart();
  const operand = before.replace(/(?<=[\w$)\]])(?:!|\+\+|--)$/, '');
  if (!/[\w$)\]}>\u0080-\uFFFF]$/.test(operand) || operand.endsWith('=>')) return false;
  // `void` is not among the words: at the end of a line it is nearly always a type.
  if (
    /(?:^|[^.\w$])(?:await|case|(?<!\bas\s+)const|delete|extends|in|instanceof|let|new|of|return|throw|type|typeof|var|yield)$/.test(
      operand,
    )
  )
    return false;
  return (
    /^[\w$@#{\u0080-\uFFFF]/.test(behind) && !/^(?:as|extends|in|instanceof|is|of|satisfies)\b/.test(behind)
  );
}

/** Whether a question mark waits for its colon; that of `a?: string` has it already. */
export function awaitsColon(entry: string): boolean {
  let open = 0;
  for (const [sign] of entry.matchAll(/\?\?|\?\.(?!\d)|\?\s*:|[?:]/g)) {
    if (sign === '?') open += 1;
    if (sign === ':') open = Math.max(0, open - 1);
  }
  return open > 0 && !entry.trimEnd().endsWith('?');
}
