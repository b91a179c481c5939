import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import type { ChangesResult } from '../../contracts/changes.ts';
import { isRecord, isText, parseJson } from '../../contracts/guards.ts';
import type { DetectorModule } from '../../hardcoded/detector.ts';
import { ReviewError } from '../../review/host/review-error.ts';
import type { ChildRequest } from './child-request.ts';
import { answerTo } from './answer.ts';

/**
 * Composition root of the process that reviews a change: one request on standard input, one answer on standard
 * output.
 */
async function main(): Promise<void> {
  const request = parseJson(await text(process.stdin));
  const answer: ChangesResult = isRequest(request)
    ? await answered(request)
    : { state: 'failed', message: '' };
  process.stdout.write(JSON.stringify(answer));
}

/**
 * The request comes from the language server, which is part of the same program; this check catches any other
 * caller.
 */
function isRequest(value: unknown): value is ChildRequest {
  return isRecord(value) && isText(value['folder']) && isText(value['base']) && isRecord(value['catalogs']);
}

async function answered(request: ChildRequest): Promise<ChangesResult> {
  try {
    return await answerTo(request, loadDetector);
  } catch (error) {
    return { state: 'failed', message: error instanceof ReviewError ? error.message : '' };
  }
}

function loadDetector(): DetectorModule {
  const load: (id: string) => DetectorModule = createRequire(__filename);
  return load('./detector.js');
}

void main();
