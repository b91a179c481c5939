/** What a template shows of one argument. */
export interface Shown {
  /** The position or the name of the argument. */
  readonly key: number | string;
  /** If set, only this field of the argument is shown. */
  readonly field?: string;
}

/** It is common to show this many letters, so that keys can be told apart. */
export const mostLetters = 8;

/**
 * `"%s of %(name)s"`. Values that are truncated to a few letters do not count. Undefined if the arguments
 * cannot be matched.
 */
export function shownByPercent(template: string): readonly Shown[] | undefined {
  const shown: Shown[] = [];
  let position = 0;
  const holes = template.matchAll(/%(?:\(([^)]*)\))?[-+ #0]*(\*|\d*)(?:\.(\*|\d*))?[hlL]?([a-zA-Z%])/g);
  for (const [, name, width, precision, conversion = ''] of holes) {
    if (conversion === '%') continue;
    if (width === '*' || precision === '*') return undefined;
    const key = name ?? position++;
    if (/[sra]/.test(conversion) && !isCut(precision)) shown.push({ key });
  }
  return shown;
}

/** `"{} {0[client_id]} {name:.4}"`. */
export function shownByBraces(template: string): readonly Shown[] {
  const shown: Shown[] = [];
  let position = 0;
  for (const [, hole] of template.matchAll(/\{\{|\}\}|\{((?:[^{}]|\{[^{}]*\})*)\}/g)) {
    const [, root, path, format = ''] =
      hole === undefined ? [] : (/^([^.[!:]*)((?:\.\w+|\[[^\]]*\])*)(?:![rsa])?(?::(.*))?$/.exec(hole) ?? []);
    if (root === undefined) continue;
    const key = root === '' ? position++ : /^\d+$/.test(root) ? Number(root) : root;
    const field = /^\[([^\]]+)\]$/.exec(path ?? '')?.[1];
    if (isCutBy(format) || (path !== '' && field === undefined)) continue;
    shown.push({ key, ...(field !== undefined && { field }) });
  }
  return shown;
}

/**
 * Whether a format (the part after the colon) truncates the value to a few letters, or to a length chosen at
 * run time.
 */
export function isCutBy(format: string): boolean {
  return isCut(/\.(\d+|\{)/.exec(format)?.[1]);
}

function isCut(precision: string | undefined): boolean {
  return precision !== undefined && !(Number(precision) > mostLetters);
}
