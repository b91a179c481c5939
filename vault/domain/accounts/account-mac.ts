import type { Keyring } from '../../crypto/index.ts';
import type { AccountRecord, AgentRecord } from '../../storage/records.ts';

/** Adds the MAC that covers everything of an account but the version of its catalog. */
export function withAccountMac(keyring: Keyring, account: Omit<AccountRecord, 'mac'>): AccountRecord {
  return { ...account, mac: keyring.mac('account', accountContent(account)) };
}

/** @throws IntegrityError when somebody edited the account's row. */
export function verifyAccount(keyring: Keyring, account: AccountRecord): void {
  keyring.verifyMac('account', accountContent(account), account.mac, 'an account', account.id);
}

/** Adds the MAC that binds an agent to its account and end. */
export function withAgentMac(keyring: Keyring, agent: Omit<AgentRecord, 'mac'>): AgentRecord {
  return { ...agent, mac: keyring.mac('agent', agentContent(agent)) };
}

/** @throws IntegrityError when somebody edited the agent's row, or moved it to another account. */
export function verifyAgent(keyring: Keyring, agent: AgentRecord): void {
  keyring.verifyMac('agent', agentContent(agent), agent.mac, 'an agent');
}

/** An account with one approver reads as it did before there could be two. */
function accountContent(account: Omit<AccountRecord, 'mac'>) {
  const { id, name, vaultEnabled, createdAt, revision, secondApprover } = account;
  const plain = [id, name, vaultEnabled ? 1 : 0, createdAt, revision];
  return secondApprover ? [...plain, 'second approver'] : plain;
}

function agentContent(agent: Omit<AgentRecord, 'mac'>) {
  const { accountId, agentId, agentName, createdAt, updatedAt, deletedAt, revision } = agent;
  return [accountId, agentId, agentName, createdAt, updatedAt, deletedAt, revision];
}
