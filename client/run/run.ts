/** The parts of running programs with secrets that do not depend on the editor. */
export interface ProgramLine {
  readonly command: string;
  readonly args: readonly string[];
}

/** The interpreter for each language, to which the file is passed as the last argument. */
const starters: Readonly<Record<string, readonly [string, ...string[]]>> = {
  javascript: ['node'],
  typescript: ['node'],
  shellscript: ['sh'],
};

/** How to run the file; `undefined` if no interpreter is known for it. */
export function programForFile(file: string, languageId: string, python: string): ProgramLine | undefined {
  if (languageId === 'python') return { command: python, args: [file] };
  const [command, ...args] = starters[languageId] ?? [];
  return command === undefined ? undefined : { command, args: [...args, file] };
}

export function displayLine({ command, args }: ProgramLine): string {
  return [command, ...args].map((word) => (/[\s"]/.test(word) ? JSON.stringify(word) : word)).join(' ');
}

/** Runs a typed command line in the shell that the user's terminals use. */
export function programForLine(line: string, shell: string): ProgramLine {
  const name = baseName(shell).toLowerCase();
  if (/^cmd(\.exe)?$/.test(name)) return { command: shell, args: ['/d', '/s', '/c', line] };
  if (/^(powershell|pwsh)(\.exe)?$/.test(name)) {
    return { command: shell, args: ['-NoLogo', '-Command', line] };
  }
  return { command: shell, args: ['-c', line] };
}

/** The last segment of a path with either separator. */
export function baseName(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
}

/** Whether the file is inside the folder, at any depth. */
export function isInside(file: string, folder: string): boolean {
  return file.startsWith(folder) && /^[\\/]/.test(file.slice(folder.length));
}

/** The launch configuration that Debug With Secrets starts for a file. */
interface FileDebugging {
  readonly type: 'debugpy' | 'node';
  readonly request: 'launch';
  readonly program: string;
  readonly cwd: string;
}

export function debuggingForFile(file: string, languageId: string, cwd: string): FileDebugging | undefined {
  const type = languageId === 'python' ? 'debugpy' : starters[languageId]?.[0];
  if (type !== 'debugpy' && type !== 'node') return undefined;
  return { type, request: 'launch', program: file, cwd };
}

/** The maximum length of a terminal name, in characters: longer names overlap the elements next to them. */
const longestName = 32;

/** The command as a terminal name, cut off at the end because its start identifies it. */
export function terminalName(command: string): string {
  const [line = ''] = command.split('\n');
  return line.length > longestName ? `${line.slice(0, longestName - 1).trimEnd()}…` : line;
}
