import type { Credential } from '../model/credential.ts';
import { isHarmless } from '../hardcoded/is-harmless.ts';
import type { Say } from '../model/translator.ts';
import type { Report, Rule, RuleContext, RuleDocumentation } from './rule.ts';

/** Reports only what a detector found; texts that were not scanned yet have no findings. */
export const secretHardcoded: Rule = {
  id: 'secret-hardcoded',
  severity: 'warning',
  summary: 'A credential is written in the code.',
  needs: 'detector',
  fixes: ['create-secret-for-literal', 'ignore-rule'],
  check: (context) => reports(context),
};

export const documentation: RuleDocumentation = {
  why: 'Everyone who can read the code, its history or a copy of it has the credential, and it cannot be rotated without a release. A vault gives it only to the agents on its access list.',
  bad: 'def start(conv):\n    key = "sk_live_…"',
  good: 'def start(conv):\n    key = conv.utils.get_secret("stripe_api_key")',
  silent:
    'Placeholders, test keys, publishable keys, hashes, UUIDs, local addresses, and everything in tests, fixtures and examples. Comments are checked too: a credential in a comment is leaked as well.',
};

function* reports({ file, say, credentials = [] }: RuleContext): Generator<Report> {
  for (const credential of credentials) {
    const { start, end } = credential.span;
    if (!isHarmless(file.text.slice(start, end))) yield report(credential, say);
  }
}

/** Names the kind of credential, never its text. */
function report({ span, what }: Credential, say: Say): Report {
  const message = say(
    'This is {what}. Anyone who has the code can read it. Store a new one in the vault, read it from there, and revoke this one.',
    { what: say(what) },
  );
  return { span, message, names: [] };
}
