import { createTranslate } from '../../contracts/words.ts';

/**
 * The vault client's messages for a terminal, with shell commands in place of the editor features that they
 * mention.
 */
export const onCommandLine = createTranslate({
  'The vault address is not an http:// or https:// address. Correct it in the settings.':
    'The address of the vault is not an http:// or https:// address. Correct --vault, or AGENT_SECRETS_VAULT_URL.',
  'The key is empty. Paste the entire vault key.':
    'The key is empty. Enter the entire key, pass it with --key-file FILE (`-` for standard input), or correct AGENT_SECRETS_KEY.',
  'the vault does not recognize the key. Sign in with a key for this vault.':
    'the vault does not recognize the key. Run `agent-secrets login`, or pass a key of this vault with --key-file FILE.',
  'the key has expired or was revoked. Sign in with a new key.':
    'the key has expired or was revoked. Run `agent-secrets login`, or pass a new key with --key-file FILE.',
  'it does not exist in your account. Refresh and try again.':
    'it does not exist in your account. Check its id or name with the `list` command.',
  'its state has changed. Refresh and review it.': 'its state has changed. Review it.',
});
