/** A CSV file with a byte order mark, so that spreadsheets read it as UTF-8. */
export function csvOf(rows: Iterable<readonly string[]>): string {
  const lines = ['\uFEFF'];
  for (const row of rows) lines.push(`${row.map(csvField).join(',')}\r\n`);
  return lines.join('');
}

/**
 * Spreadsheets evaluate cells that start like a formula, so a leading apostrophe marks such texts as text.
 */
function csvField(text: string): string {
  const safe = /^[\s]*[=+\-@\t\r\n|]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
