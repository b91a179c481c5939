/**
 * Escapes untrusted text for Markdown, so that it is shown verbatim and never becomes a link, image or
 * command.
 */
export function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[!-/:-@[-`{-~]/g, String.raw`\$&`);
}

/** Formats text as code. The fence is longer than any run of backticks inside. */
export function code(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const gap = longest > 0 || line.startsWith(' ') || line === '' ? ' ' : '';
  return `${fence}${gap}${line}${gap}${fence}`;
}
