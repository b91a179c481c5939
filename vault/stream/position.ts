import { createHash } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import Type from 'typebox';
import { Check } from 'typebox/value';

/** The last entry that a sink has received; survives a power failure. */
export interface StreamPosition {
  /** 0 for a sink that has received nothing yet. */
  read(): Promise<number>;
  keep(seq: number): Promise<void>;
}

/** Content of the file; a digest identifies the sink, whose address may be confidential. */
const Kept = Type.Object({ place: Type.String(), seq: Type.Integer({ minimum: 0 }) });

/** Stored in a file; a different sink starts with the oldest entry. */
export function streamPosition(path: string, setting: string): StreamPosition {
  const place = createHash('sha256').update(setting).digest('hex').slice(0, 16);
  return {
    async read() {
      const kept = parse(await readFile(path, 'utf8').catch(() => ''));
      return Check(Kept, kept) && kept.place === place ? kept.seq : 0;
    },
    async keep(seq) {
      const part = `${path}.part`;
      const file = await open(part, 'w', 0o600);
      try {
        await file.writeFile(`${JSON.stringify({ place, seq })}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, path);
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
