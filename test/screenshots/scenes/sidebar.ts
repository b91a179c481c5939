import { agents } from '../../e2e/support/world.ts';
import { type Scene, wholeSidebar } from '../scene.ts';

const file = 'hotel-booking/functions/take_deposit.py';
const base = { clip: wholeSidebar, file, sidebar: 440, width: 1100, height: 640 } as const;

/** A position within a row at which the tooltip fits into the sidebar. */
const leftEnd = { x: 40, y: 11 };

/** The three views with content. */
export const sidebarScenes: readonly Scene[] = [
  {
    ...base,
    name: 'sidebar',
    height: 780,
    as: 'author',
    alt: 'The sidebar: names that need attention with their places in the code, and the secrets that the agent can read with kind, age and uses',
    arrange: async ({ sidebar }) => {
      await sidebar.row('Secrets', 'fraud_check_key').first().click();
      await sidebar.row('Secrets', 'loyalty_api_token').waitFor();
    },
  },
  {
    ...base,
    name: 'sidebar-admin',
    height: 860,
    as: 'admin',
    alt: 'The sidebar of an admin: the fields of a key/value secret, and the secrets that are not granted to the agent',
    arrange: async ({ sidebar }) => {
      await sidebar.row('Secrets', 'Needs attention').click();
      await sidebar.row('Secrets', 'booking_api_live').last().click();
      await sidebar.row('Secrets', 'Not granted to this agent').click();
      await sidebar.row('Secrets', 'Not granted to this agent').scrollIntoViewIfNeeded();
    },
  },
  {
    ...base,
    name: 'sidebar-requests',
    as: 'admin',
    alt: 'Requests in the sidebar of an admin: which agent needs which secret, who requested it, and why',
    prepare: async ({ author }) => {
      for (const request of requests) await author.requestAccess(agents.hotel, request);
    },
    arrange: async ({ sidebar }) => {
      await sidebar.open('Requests');
      await sidebar.row('Requests', 'fraud_check_key').waitFor();
      await sidebar.row('Secrets', 'Needs attention').click();
    },
    point: ({ sidebar }) => sidebar.row('Requests', 'fraud_check_key').hover({ position: leftEnd }),
    tidy: async ({ author }) => {
      const open = await author.agentAccessRequests(agents.hotel, 'pending');
      for (const { id } of open) await author.cancelRequest({ agentId: agents.hotel, requestId: id });
    },
  },
  {
    ...base,
    name: 'sidebar-environment',
    as: 'author',
    alt: 'My Environment: a card for each environment secret, with a masked value, a description and its age',
    prepare: async ({ author }) => {
      for (const variable of variables) await author.createVariable(variable);
    },
    arrange: async ({ sidebar }) => {
      await sidebar.row('Secrets', 'Needs attention').click();
      await sidebar.open('My Environment');
      await sidebar.row('My Environment', 'RATES_API_KEY').waitFor();
    },
    point: ({ sidebar }) => sidebar.row('My Environment', 'RATES_API_KEY').hover({ position: leftEnd }),
    tidy: async ({ author }) => {
      for (const { name } of variables) await author.deleteVariable(name);
    },
  },
];

const requests = [
  {
    secretName: 'fraud_check_key',
    reason: 'Deposits are refused without the check',
    place: 'functions/take_deposit.py:9',
  },
  { secretName: 'translation_api_key', reason: 'Guests who write in other languages' },
];

const variables = [
  { name: 'RATES_API_KEY', value: 'not-a-real-key', description: 'Room rates, sandbox' },
  { name: 'TRACING_TOKEN', value: 'not-a-real-token', description: 'Traces of my own sessions' },
];
