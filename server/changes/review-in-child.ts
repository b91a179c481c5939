import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { isRecord, parseJson } from '../../contracts/guards.ts';
import type { ChangesResult } from '../../contracts/changes.ts';
import type { ReviewChanges } from './child-request.ts';

/**
 * Reviews changes in a process of its own, so that typing never waits for a review. A newer request ends the
 * process of the previous one.
 */
export function reviewInChild(bundle: string): ReviewChanges {
  let current: ChildProcess | undefined;
  process.once('exit', () => current?.kill());
  return async (request) => {
    current?.kill();
    const child = spawn(process.execPath, [bundle], {
      stdio: ['pipe', 'pipe', 'ignore'],
      // The editor's executable acts as Node only with this variable.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      windowsHide: true,
    });
    current = child;
    const failed = new Promise<string>((resolve) => child.once('error', () => resolve('')));
    // A process that has been ended does not read its input.
    child.stdin.on('error', () => undefined);
    child.stdin.end(JSON.stringify(request));
    const output = await Promise.race([text(child.stdout), failed]);
    if (current !== child) return { state: 'superseded' };
    current = undefined;
    const answer = parseJson(output);
    return isAnswer(answer) ? answer : { state: 'failed', message: '' };
  };
}

/** The process is part of this program, so it is enough to notice its end. */
function isAnswer(value: unknown): value is ChangesResult {
  return isRecord(value) && typeof value['state'] === 'string';
}
