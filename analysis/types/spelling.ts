/** Texts as Python literals, in order; JSON's escapes are valid in Python too. */
export function literals(texts: readonly string[]): string {
  return [...new Set(texts)]
    .toSorted()
    .map((text) => JSON.stringify(text))
    .join(', ');
}

/** `crm_oauth` becomes `CrmOauthSecret`, or `CrmOauthSecret2` if that is taken. */
export function className(name: string, taken: ReadonlySet<string>): string {
  const words = name.split(/[^A-Za-z\d]+/).filter((word) => word !== '');
  const title = words.map(titled).join('');
  const plain = `${title.replace(/^(?=\d)/, 'The')}Secret`;
  let free = plain;
  for (let number = 2; taken.has(free); number++) free = `${plain}${number}`;
  return free;
}

function titled(word: string): string {
  const rest = word === word.toUpperCase() ? word.slice(1).toLowerCase() : word.slice(1);
  return word.charAt(0).toUpperCase() + rest;
}
