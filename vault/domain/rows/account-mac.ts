import type { Keyring } from '../../crypto/index.ts';
import type { AccountRecord, AgentRecord } from '../../storage/records.ts';

/** Adds the MAC that covers every field of an account except the version of its catalog. */
export function withAccountMac(keyring: Keyring, account: Omit<AccountRecord, 'mac'>): AccountRecord {
  return { ...account, mac: keyring.mac('account', accountContent(account)) };
}

/** @throws IntegrityError if the account's row was edited */
export function verifyAccount(keyring: Keyring, account: AccountRecord): void {
  keyring.verifyMac('account', accountContent(account), account.mac, 'an account', account.id);
}

/** Adds the MAC that binds an agent to its account and end. */
export function withAgentMac(keyring: Keyring, agent: Omit<AgentRecord, 'mac'>): AgentRecord {
  return { ...agent, mac: keyring.mac('agent', agentContent(agent)) };
}

/** @throws IntegrityError if the agent's row was edited, or moved to another account */
export function verifyAgent(keyring: Keyring, agent: AgentRecord): void {
  keyring.verifyMac('agent', agentContent(agent), agent.mac, 'an agent');
}

/** For an account with one approver, the content is the same as before there could be two. */
function accountContent(account: Omit<AccountRecord, 'mac'>) {
  const { id, name, vaultEnabled, createdAt, revision, secondApprover } = account;
  const plain = [id, name, vaultEnabled ? 1 : 0, createdAt, revision];
  return secondApprover ? [...plain, 'second approver'] : plain;
}

function agentContent(agent: Omit<AgentRecord, 'mac'>) {
  const { accountId, agentId, agentName, createdAt, updatedAt, deletedAt, revision } = agent;
  return [accountId, agentId, agentName, createdAt, updatedAt, deletedAt, revision];
}
