import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import type { Credential, DetectCredentials } from '../analysis/index.ts';
import { kinds } from './kinds.ts';

/** The public entry point of the detector: a separate bundle, loaded when a text first looks suspicious. */
export interface DetectorModule {
  readonly detect: DetectCredentials;
}

const presetId = '@secretlint/secretlint-rule-preset-recommend';
const config = { rules: [{ id: presetId, rule: creator, options: {}, rules: [] }] };

/**
 * Every credential that the detector recognizes, as ranges and kinds: the text itself is not returned. Never
 * rejects.
 */
export async function detect(text: string): Promise<readonly Credential[]> {
  // The profiler would keep an entry for every text forever.
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
