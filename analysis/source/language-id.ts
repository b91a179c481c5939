const languages: Readonly<Record<string, string>> = {
  py: 'python',
  pyi: 'python',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascriptreact',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'typescriptreact',
  json: 'json',
};

/** The editor's language id for a path or URI, by its extension; undefined: not analysed. */
export function languageOf(path: string): string | undefined {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase();
  return extension !== undefined && Object.hasOwn(languages, extension) ? languages[extension] : undefined;
}

/** The only JSON file in which code of ours looks for secrets. */
export function isAgentSettings(pathOrUri: string): boolean {
  return /(?:^|[/\\])agent_settings[/\\]experimental_config\.json$/.test(pathOrUri);
}

/** Files below a `_gen` folder are written by tools: never analysed, never counted. */
export function isGenerated(pathOrUri: string): boolean {
  return /(?:^|[/\\])_gen[/\\]/.test(pathOrUri);
}
