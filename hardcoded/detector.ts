import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import type { Credential, DetectCredentials } from '../analysis/index.ts';
import { kinds } from './kinds.ts';

/**
 * The public entry point of the detector. It is a separate bundle that is loaded when a document first looks
 * suspicious.
 */
export interface DetectorModule {
  readonly detect: DetectCredentials;
}

const presetId = '@secretlint/secretlint-rule-preset-recommend';
const config = { rules: [{ id: presetId, rule: creator, options: {}, rules: [] }] };

/**
 * Returns the range and kind of every credential that the detector recognizes, but not the credential itself.
 * Never rejects.
 */
export async function detect(text: string): Promise<readonly Credential[]> {
  // Otherwise, the profiler would keep an entry for every text indefinitely.
  secretLintProfiler.setEnabled(false);
  try {
    const source = { content: text, filePath: 'source', ext: '', contentType: 'text' } as const;
    const { messages } = await lintSource({ source, options: { config, maskSecrets: true } });
    return messages.map(({ range, ruleId }) => ({
      span: { start: range[0], end: range[1] },
      what: kinds.get(ruleId.slice(ruleId.lastIndexOf('rule-') + 'rule-'.length)) ?? 'a credential',
    }));
  } catch {
    // Unknown kinds are not reported.
    return [];
  }
}
