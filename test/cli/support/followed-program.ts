import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What a program prints, while it runs and at its end. */
export function follow(child: ChildProcess) {
  let [stdout, stderr] = ['', ''];
  const waiting = new Set<() => void>();
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    for (const look of waiting) look();
  });
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  /** The first line of the output with this text in it. */
  const line = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const look = (): void => {
        const found = stdout.split(/\r?\n/).find((one) => one.includes(text));
        if (found !== undefined) resolve(found);
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`ended without "${text}": ${stderr}`)));
    });
  return {
    process: child,
    ended,
    line,
    /** The id of the program's process; the program must have printed it. */
    programId: async () => Number((await line('program ')).slice('program '.length)),
  };
}

/** A statement that prints the id of the process, and a word or a variable. */
export function say(word: string, isVariable = false): string {
  return `console.log('program ' + process.pid); console.log(${isVariable ? `process.env.${word}` : `'${word}'`})`;
}

export function filesHolding(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file, 'latin1').includes(text));
}
