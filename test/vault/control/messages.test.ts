import { expect, it } from 'vitest';
import { readAnswer, readRequest, toLine } from '../../../vault/control/messages.ts';
import { socketProblem } from '../../../vault/control/server.ts';

it.each([
  { do: 'status' },
  { do: 'seal' },
  { do: 'checkpoint' },
  { do: 'new-admin-key' },
  { do: 'new-admin-key', account: 'acc_1' },
  { do: 'new-account', name: 'Shop' },
  { do: 'accounts' },
  { do: 'confirm-clock' },
  { do: 'rotate-term' },
  { do: 'rotate-root' },
  { do: 'rotate-root', setting: 'keyring:x' },
] as const)("an operator's request arrives unchanged: %o", (request) => {
  expect(readRequest(toLine(request))).toEqual(request);
});

it.each([
  '',
  'status',
  '{}',
  '[]',
  'null',
  '{"do":"read"}',
  '{"do":"seal","more":1}',
  '{"do":"new-account"}',
  '{"do":"rotate-root","setting":1}',
])('anything else is not a request: %s', (line) => {
  expect(readRequest(line)).toBeUndefined();
});

it('an answer of another version is detected', () => {
  expect(readAnswer('{"is":"done"}')).toEqual({ is: 'done' });
  expect(readAnswer('{"is":"done","value":"x"}')).toBeUndefined();
  expect(readAnswer('{"is":"progress","phase":"x","done":-1}')).toBeUndefined();
});

it('no socket exists where the system has none, or the path is too long for it', () => {
  expect(socketProblem('/data/control.sock', 'linux')).toBeUndefined();
  expect(socketProblem('/data/control.sock', 'win32')).toContain('this system has none');
  expect(socketProblem(`/${'é'.repeat(50)}`, 'linux')).toContain('too long');
});
