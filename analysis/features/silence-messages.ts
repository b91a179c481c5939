import type { SilenceReason } from '../model/silence.ts';
import type { Say } from '../model/translator.ts';

/** A reason as a sentence for the user. */
export function silenceMessage(reason: SilenceReason, say: Say, rule: string): string {
  return silenceMessages[reason](say, rule);
}

export const silenceMessages: Readonly<Record<SilenceReason, (say: Say, rule: string) => string>> = {
  'no-agent': (say) =>
    say('The file belongs to no agent. Open the folder that contains the project.yaml of the agent.'),
  ignored: (say) => say('The project settings ignore this file.'),
  generated: (say) => say('Generated files are not analyzed.'),
  'not-analyzed': (say) => say('The file is too large, or its language is not supported.'),
  'test-file': (say) => say('Tests, fixtures and examples have no findings.'),
  'not-a-read': (say) => say('No secret is read or used here.'),
  'catalog-unknown': (say) =>
    say('The names that can be read are unknown. Sign in, or reconnect to the vault.'),
  'catalog-incomplete': (say) => say('The catalog is incomplete, so the secret may exist.'),
  'name-dynamic': (say) => say('The name is not fully known before the code runs.'),
  guarded: (say) => say('The code checks for this case.'),
  caught: (say) => say('The code, or every known caller, catches the error.'),
  'value-changed': (say) => say('The value may have changed before it gets here.'),
  suppressed: (say, rule) => say('A comment suppresses {rule}.', { rule }),
  'rule-off': (say, rule) => say('The rule {rule} is off.', { rule }),
  reported: (say, rule) => say('A finding of {rule} is reported here.', { rule }),
  correct: (say) => say('No problem is known here.'),
};
