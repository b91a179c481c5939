import { someAgents } from './agents.ts';

const row = { fields: [], description: '' };

export const importOpening = {
  type: 'open',
  file: 'hotel-booking/prod.env',
  uri: 'file:///work/hotel-booking/prod.env',
  form: 'form-1',
  revision: 0,
  rows: [
    { ...row, name: 'stripe_api_key', line: 1 },
    { ...row, name: 'crm', fields: ['client_id', 'client_secret'], description: 'Guests.', line: 2 },
    { ...row, name: 'taken', line: 5 },
    { ...row, name: 'crm', line: 6 },
    { ...row, name: '', line: 9 },
  ],
  problems: [{ text: 'Line 7 does not have the form NAME=value.', line: 7 }],
  agents: someAgents(12),
  takenNames: ['taken'],
  deletedNames: ['old'],
};
