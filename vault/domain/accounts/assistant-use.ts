import type { AssistantUse } from '../../../contracts/vault-api/assistants.ts';
import { ProblemError } from '../../errors/errors.ts';
import { audited } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import type { Vault } from '../context/vault.ts';
import { findAccount } from './accounts.ts';

/**
 * Records that an assistant uses a tool on behalf of the caller. What the tool then requests is recorded as
 * the caller's own action. @throws ProblemError `AssistantsOff`
 */
export async function recordAssistantUse(
  vault: Vault,
  caller: Caller,
  { tool }: AssistantUse,
): Promise<void> {
  await audited(vault, caller, 'assistant.use', async (tx, subject) => {
    subject.targetId = tool;
    const { assistants } = await findAccount(vault, tx, caller);
    if (!assistants)
      throw new ProblemError('AssistantsOff', 'An admin has turned off assistants for this account.');
  });
}
