import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestVault, type TestVault, valueUrl } from '../../vault/support/test-vault.ts';
import { shellOf, type Given } from '../support/admin-shell.ts';

const canary = 'not-a-real-canary-4711';
let test: TestVault;
let shell: ReturnType<typeof shellOf>;
let agentKey: string;
let name: string;
let count = 0;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A');
  agentKey = await test.issue('agent', { agentId: 'A' });
  shell = shellOf(test);
});
beforeEach(() => {
  name = `secret-${String((count += 1))}`;
});
afterAll(() => test.close());

const read = async () => {
  const answer = await test.send({ url: valueUrl('A', name), key: agentKey });
  return (answer.json as { value?: unknown }).value;
};
const create = (given: Given, ...more: readonly string[]) =>
  shell.run(['secrets', 'create', name, '--agent', 'A', ...more], given);
const silent = () => expect(shell.said()).not.toContain('not-a-real-canary');

describe('a credential in the wrong place', () => {
  const credential = ['sk', 'live', '51NotARealKey'].join('_');

  it.each([
    ['the name', () => ['secrets', 'create', credential]],
    ['the description', () => ['secrets', 'create', name, '--description', credential]],
    ['a field name', () => ['secrets', 'create', name, '--field', credential]],
    ['a later description', () => ['secrets', 'describe', name, `Key: ${credential}`]],
    [
      'the description of an environment secret',
      () => ['environment', 'set', 'KEY', '--description', credential],
    ],
  ])('is refused as %s, before anything is sent or asked', async (_, command) => {
    shell.questions.length = 0;
    const { code } = await shell.run(command(), { typed: [canary, canary] });
    expect(code).not.toBe(0);
    expect(shell.said()).toContain('looks like a credential');
    expect(shell.said()).not.toContain(credential);
    expect(shell.questions).toEqual([]);
  });
});

describe('the value of a secret', () => {
  it.each([
    ['a pipe', canary, [], canary],
    ['`echo`, whose line break is unintended', `${canary}\n`, [], canary],
    ['a shell of Windows', `${canary}\r\n`, [], canary],
    ['a text of many lines, of which the last break alone goes', `a\n${canary}\n\n`, [], `a\n${canary}\n`],
    ['a pipe that is named', canary, ['--value-file', '-'], canary],
    ['a pipe, to the last byte', `${canary}\n`, ['--keep-newline'], `${canary}\n`],
    ['a JSON object', `{"id":"${canary}","no":"2"}`, ['--kind', 'key_value'], { id: canary, no: '2' }],
  ])('comes from %s', async (_, piped, more, value) => {
    expect(await create({ piped }, ...more)).toMatchObject({ code: 0 });
    expect(await read()).toEqual(value);
    silent();
  });

  it('is typed twice at a terminal, without echo', async () => {
    shell.questions.length = 0;
    expect(await create({ typed: [canary, canary] })).toMatchObject({ code: 0 });
    expect(shell.questions).toEqual(['hidden Value (hidden): ', 'hidden Value, again: ']);
    expect(await read()).toBe(canary);
    silent();
  });

  it('is typed field by field, and again when it changes', async () => {
    const fields = ['--field', 'id', 'key'];
    expect(await create({ typed: ['1', '1', canary, canary] }, ...fields)).toMatchObject({ code: 0 });
    expect(await read()).toEqual({ id: '1', key: canary });
    const set = await shell.run(['secrets', 'set', name], { typed: ['2', '2', 'x', 'x'] });
    expect(set).toMatchObject({ code: 0, output: `"${name}" has a new value: version 2.\n` });
    expect(await read()).toEqual({ id: '2', key: 'x' });
    silent();
  });

  it.each([
    ['differs from what was typed before', { typed: [canary, `${canary}5`] }, [], 'The two values differ'],
    ['is empty', { piped: '\n' }, [], 'empty'],
    ['is not text', { piped: new Uint8Array([0xff, 0xfe, 0x41]) }, [], 'valid UTF-8'],
    ['is too large', { piped: canary.repeat(4000) }, [], 'too large'],
    ['is not valid JSON', { piped: `{"a": "${canary}"` }, ['--kind', 'key_value'], 'as a JSON object'],
    [
      'has a field that is not a string',
      { piped: `{"a": ["${canary}"]}` },
      ['--kind', 'key_value'],
      'as a JSON',
    ],
    [
      'has a field without a name',
      { piped: `{" ${canary}": "x"}` },
      ['--kind', 'key_value'],
      'printable characters',
    ],
    ['has no fields', { typed: [] }, ['--kind', 'key_value'], '--field NAME'],
    ['is in no file', {}, ['--value-file', '/nowhere/at-all'], 'cannot be read'],
  ])('that %s changes nothing and is not repeated', async (_, given, more, sentence) => {
    const { code, notes, output } = await create(given, ...more);
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(notes).toContain(sentence);
    expect(await read()).toBeUndefined();
    silent();
  });

  it.each([
    [['secrets', 'create', 'x', '--value', canary]],
    [['secrets', 'create', 'x', `--value=${canary}`]],
    [['secrets', 'set', 'x', '--value', canary]],
    [['environment', 'set', 'X', `--value=${canary}`]],
  ])('is refused as an argument, with the reason: %j', async (args) => {
    const { code, notes } = await shell.run(args);
    expect(code).toBe(2);
    expect(notes).toContain('cannot be an argument');
    silent();
  });

  it.each([
    [['secrets', 'create', 'x', `--vlaue=${canary}`], 'unknown option'],
    [['secrets', 'create', 'x', `-v${canary}`], 'unknown option'],
    [['secrets', 'create', 'x', canary], 'too many arguments'],
    [['login', `--key=${canary}`], 'unknown option'],
  ])('is not repeated when it was passed by mistake: %j', async (args, sentence) => {
    const { code, notes } = await shell.run(args);
    expect(code).toBe(2);
    expect(notes).toContain(sentence);
    silent();
  });
});

describe('an environment secret', () => {
  it('is stored, changed and removed without being shown', async () => {
    const key = await test.issue('author', { userId: await test.addUser('author') });
    const run = (...args: string[]) => shell.run(['environment', ...args], { key, piped: `${canary}\n` });
    expect(await run('list')).toMatchObject({
      output: expect.stringContaining('environment set NAME') as string,
    });
    expect(await run('set', 'A_KEY', '--description', 'x')).toMatchObject({ code: 0 });
    expect(await run('set', 'A_KEY')).toMatchObject({ output: 'Stored A_KEY: version 2.\n' });
    expect(await run('set', 'A_KEY', '--keep-value', '--description', 'y')).toMatchObject({ code: 0 });
    expect((await run('list')).output).toMatch(/^A_KEY +2 +now +y$/m);
    const session = await test.send({ method: 'POST', url: '/v1/me/sandbox-sessions', key, body: {} });
    const { token } = session.json as { token: string };
    const environment = await test.send({ url: '/v1/sandbox/environment', key: token });
    expect(environment.json).toEqual({ variables: { A_KEY: canary } });
    expect(await run('remove', 'A_KEY', '--yes')).toMatchObject({ code: 0 });
    expect(await run('set', 'a-key')).toMatchObject({ code: 2 });
    silent();
  });
});
