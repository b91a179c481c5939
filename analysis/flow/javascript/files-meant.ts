/** The source extensions for each extension of compiled files: `./names.js` may be written as `names.ts`. */
const sources: Readonly<Record<string, readonly string[]>> = {
  '.cjs': ['.cts'],
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
};
const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** Returns the files that a relative import in `from` may refer to, most likely first. Empty for packages. */
export function filesMeant(specifier: string, from: string): readonly string[] {
  if (!/^\.\.?(?:\/|$)/.test(specifier)) return [];
  const path = joined(from, specifier);
  if (path === undefined) return [];
  const extension = /\.[cm]?jsx?$/.exec(path)?.[0];
  const stem = extension === undefined ? path : path.slice(0, -extension.length);
  const compiled = extension === undefined ? [] : (sources[extension] ?? []).map((end) => stem + end);
  const isFile = /\.[cm]?[jt]sx?$/.test(path);
  return [
    ...(isFile ? [path] : []),
    ...compiled,
    ...extensions.map((end) => path + end),
    ...extensions.map((end) => `${path}/index${end}`),
  ];
}

/** Undefined if the path leads above the root. */
function joined(from: string, specifier: string): string | undefined {
  const folders = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') folders.push(encodeURIComponent(part));
    else if (folders.length <= 3) return undefined;
    else folders.pop();
  }
  return folders.join('/');
}
