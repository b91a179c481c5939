import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A folder on disk that exists during one test. */
export class TemporaryWorkspace {
  readonly root = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-test-'));

  /** `fixture` holds many files; a line `//- path` starts the next. */
  constructor(fixture: string) {
    for (const [name, text] of filesIn(fixture)) this.write(name, text);
  }

  write(name: string, text: string | Uint8Array): void {
    const file = this.path(name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  remove(name: string): void {
    rmSync(this.path(name), { recursive: true });
  }

  rename(name: string, other: string): void {
    renameSync(this.path(name), this.path(other));
  }

  path(name: string): string {
    return path.join(this.root, name);
  }

  uri(name: string): string {
    return pathToFileURL(this.path(name)).href;
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function filesIn(fixture: string): readonly (readonly [string, string])[] {
  return fixture
    .split(/^\/\/- /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return [part.slice(0, end).trim(), part.slice(end + 1)] as const;
    });
}
