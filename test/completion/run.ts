/** Runs programs and prints the names that each one reads. Standard input: a JSON list of sources. */

import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import type { Observation } from './programs.ts';

function observed(source: string): Observation {
  const asked: string[] = [];
  const take = (name: unknown): object => {
    asked.push(String(name));
    return reads;
  };
  const reads: object = new Proxy({}, { get: (_, name) => take(name) });
  try {
    const program = compileFunction(`${source}\nreturn after;`, ['conv', 'process']);
    const after: unknown = Reflect.apply(program, undefined, [
      { utils: { getSecret: take } },
      { env: reads },
    ]);
    return { asked, after };
  } catch (error) {
    return { error: String(error) };
  }
}

// Written by the test, in this format.
const programs = JSON.parse(readFileSync(0, 'utf8')) as readonly string[];
process.stdout.write(JSON.stringify(programs.map(observed)));
