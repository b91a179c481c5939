import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import type { Credential, DetectCredentials } from '../analysis/index.ts';
import { kinds } from './kinds.ts';

/** The public entry of the detector: a bundle of its own, loaded when a text first looks suspicious. */
export interface DetectorModule {
  readonly detect: DetectCredentials;
}

const presetId = '@secretlint/secretlint-rule-preset-recommend';
const config = { rules: [{ id: presetId, rule: creator, options: {}, rules: [] }] };

/** Every credential that the detector knows, as places and kinds: the texts stay here. Never rejects. */
export async function detect(text: string): Promise<readonly Credential[]> {
  // Measuring would keep an entry of every text for ever.
  secretLintProfiler.setEnabled(false);
  try {
    const source = { content: text, filePath: 'source', ext: '', contentType: 'text' } as const;
    const { messages } = await lintSource({ source, options: { config, maskSecrets: true } });
    return messages.map(({ range, ruleId }) => ({
      span: { start: range[0], end: range[1] },
      what: kinds.get(ruleId.slice(ruleId.lastIndexOf('rule-') + 'rule-'.length)) ?? 'a credential',
    }));
  } catch {
    // Unknown is silent.
    return [];
  }
}
