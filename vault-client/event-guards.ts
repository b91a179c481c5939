import type { VaultEvent } from '../contracts/vault-api/events.ts';
import { isListOf, isObjectOf, isOneOf, isText } from '../contracts/guards.ts';

const isTextList = isListOf(isText);

const isCatalogChanged = isObjectOf<Extract<VaultEvent, { type: 'catalog-changed' }>>({
  type: isOneOf('catalog-changed'),
  names: isTextList,
});
const isAccessChanged = isObjectOf<Extract<VaultEvent, { type: 'access-changed' }>>({
  type: isOneOf('access-changed'),
  names: isTextList,
  agentIds: isTextList,
});
const isAgentsChanged = isObjectOf<Extract<VaultEvent, { type: 'agents-changed' }>>({
  type: isOneOf('agents-changed'),
  agentIds: isTextList,
});
const isRequestEvent = isObjectOf<Extract<VaultEvent, { requestId: string }>>({
  type: isOneOf('request-created', 'request-decided'),
  requestId: isText,
  names: isTextList,
  agentIds: isTextList,
});
const isPeopleChanged = isObjectOf<Extract<VaultEvent, { type: 'people-changed' }>>({
  type: isOneOf('people-changed'),
});
const isEnvironmentChanged = isObjectOf<Extract<VaultEvent, { userId: string }>>({
  type: isOneOf('environment-changed'),
  userId: isText,
});

export function isVaultEvent(value: unknown): value is VaultEvent {
  const guards = [
    isCatalogChanged,
    isAccessChanged,
    isAgentsChanged,
    isRequestEvent,
    isPeopleChanged,
    isEnvironmentChanged,
  ];
  return guards.some((guard) => guard(value));
}
