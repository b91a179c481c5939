const assigned =
  /([A-Za-z_$][\w$]*)["']?\]?\s*(?::[^=\n"']*)?(?:=|:|=>)\s*(?:[bBrRuU]{0,2})?(?:"""|'''|["'`])[^"'`]*$/;
const longest = 60;

/** A secret's name for a literal: the name that the code uses, in the naming convention of secrets. */
export function proposedName(lineBefore: string): string {
  const written = assigned.exec(lineBefore.slice(-300))?.[1] ?? '';
  return snakeCase(written).slice(0, longest) || 'api_key';
}

function snakeCase(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
}
