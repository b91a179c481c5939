/** A part of a template: text, an argument by position or name, or something unknown. */
export type TemplatePart = string | { readonly key: number | string } | undefined;

/** `"%s_%(env)s"`. Undefined if a part is formatted in a way that changes it. */
export function percentParts(template: string): readonly TemplatePart[] {
  let position = 0;
  return split(template, /%(?:\((\w+)\))?([-+ #0-9.*]*)([a-zA-Z%])/g, ([, name, flags, conversion]) => {
    if (conversion === '%') return '%';
    const key = name ?? position++;
    return flags === '' && conversion !== undefined && 'sdi'.includes(conversion) ? { key } : undefined;
  });
}

/** `"{}_{0}_{env}_{{"`. */
export function braceParts(template: string): readonly TemplatePart[] {
  let position = 0;
  return split(template, /\{\{|\}\}|\{([^{}]*)\}/g, ([all, field]) => {
    if (field === undefined) return all.slice(1);
    if (field === '') return { key: position++ };
    if (/^\d+$/.test(field)) return { key: Number(field) };
    return /^[a-zA-Z_]\w*$/.test(field) ? { key: field } : undefined;
  });
}

function split(
  template: string,
  pattern: RegExp,
  partOf: (match: RegExpExecArray) => TemplatePart,
): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let start = 0;
  for (const match of template.matchAll(pattern)) {
    parts.push(template.slice(start, match.index), partOf(match));
    start = match.index + match[0].length;
  }
  return [...parts, template.slice(start)];
}
