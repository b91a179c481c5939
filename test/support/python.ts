import { execFile } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** The Python that `npm test` found or installed. It has pytest and requests. */
export const python = process.env['PYTHON'] ?? '/usr/bin/python3';

/** The folder of this repository's Python package. */
export const pythonPackage = path.join(root, 'runtime', 'python');

export interface PythonRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Python with only the given environment. */
export function runPython(
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    /** A different Python, such as that of a virtual environment. */
    readonly program?: string;
  },
): Promise<PythonRun> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(AGENT_SECRETS_|PYTHON)|_proxy$/i.test(name),
  );
  const env = { ...Object.fromEntries(inherited), PYTHONDONTWRITEBYTECODE: '1', ...options.env };
  return new Promise((resolve) => {
    execFile(
      options.program ?? python,
      args,
      { cwd: options.cwd, env, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : error ? 1 : 0;
        resolve({ code, stdout, stderr });
      },
    );
  });
}
