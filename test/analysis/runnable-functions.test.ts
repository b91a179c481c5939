import { describe, expect, it } from 'vitest';
import { createAnalyzer, languageOf } from '../../analysis/index.ts';
import type { RunnableFunction } from '../../contracts/lsp-messages.ts';
import { bookingAgent } from '../support/analysis-fixture.ts';

const root = 'file:///w/booking';

function functionsIn(path: string, text: string, context = bookingAgent()): readonly RunnableFunction[] {
  const analyzer = createAnalyzer();
  const file = analyzer.parse({ uri: `${root}/${path}`, languageId: languageOf(path) ?? '', text });
  return analyzer.runnableFunctions(file, context);
}

const names = (path: string, text: string): readonly string[] =>
  functionsIn(path, text).map(({ name }) => name ?? 'the file');

const deposit = `from _gen import *


@func_description("Takes the deposit")
@func_parameter("booking_reference", "Reference, "
    "e.g. HB-1042")
@func_parameter("amount", "Amount in pence")
def take_deposit(conv: Conversation, flow: Flow, booking_reference: str, amount: int = 500):
    return "The deposit is paid."


def helper(conv):
    pass
`;

describe('in an agent’s Python file', () => {
  it('the function with the name of the file can be run, with the known facts about its parameters', () => {
    expect(functionsIn('functions/take_deposit.py', deposit)).toEqual([
      {
        name: 'take_deposit',
        range: { start: { line: 7, character: 4 }, end: { line: 7, character: 16 } },
        definition: { start: { line: 3, character: 0 }, end: { line: 8, character: 33 } },
        parameters: [
          {
            name: 'booking_reference',
            type: 'str',
            description: 'Reference, e.g. HB-1042',
            isSecret: false,
          },
          { name: 'amount', type: 'int', description: 'Amount in pence', default: '500', isSecret: false },
        ],
      },
    ]);
  });

  it.each([
    ['functions/f.py', 'def f(conv: Conversation): pass'],
    ['functions/f.py', 'async def f(conv): pass'],
    ['functions/f.py', 'def f(conv: "Conversation"): pass'],
    ['functions/f.py', 'def f(c: types.Conversation): pass'],
    ['functions/f.py', 'def f(conv):\n    pass\ndef f(conv, x):\n    pass'],
    ['flows/book%20room/functions/f.py', 'def f(conv, flow: Flow): pass'],
    ['flows/book/function_steps/f.py', 'def f(conv: Conversation, flow: Flow): pass'],
    // Half-typed code is the normal case.
    ['functions/f.py', 'x = (\ndef f(conv: Conversation, amount: int):\n    return amount\n'],
  ])('%s: %s', (path, text) => {
    expect(names(path, text)).toEqual(['f']);
  });

  it.each([
    ['elsewhere', 'lib/f.py', 'def f(conv): pass'],
    ['in a folder of the functions', 'functions/lib/f.py', 'def f(conv): pass'],
    ['with another name', 'functions/f.py', 'def g(conv): pass'],
    ['a class', 'functions/f.py', 'class f:\n    def f(self, conv): pass'],
    ['a function inside', 'functions/f.py', 'def g(conv):\n    def f(conv): pass'],
    ['without a conversation', 'functions/f.py', 'def f(x: int): pass'],
    ['without parameters', 'functions/f.py', 'def f(): pass'],
    ['half a function', 'functions/f.py', 'def f'],
  ])('no other function can be run: %s', (_, path, text) => {
    expect(names(path, text)).toEqual([]);
  });

  it('nothing can be run outside agents', () => {
    expect(functionsIn('functions/take_deposit.py', deposit, {})).toEqual([]);
  });

  it('parameters that cannot be passed by name are not asked for', () => {
    const [found] = functionsIn('functions/f.py', 'def f(conv, /, a, *rest, b=1, **more): pass');
    expect(found?.parameters).toEqual([
      { name: 'a', isSecret: false },
      { name: 'b', default: '1', isSecret: false },
    ]);
  });

  it.each([
    ['pin', true],
    ['api_key', true],
    ['clientSecret', true],
    ['card_token', true],
    ['booking_reference', false],
    ['max_token', false],
  ])('a parameter that may receive a credential is recognized by its name: %s', (name, isSecret) => {
    const [found] = functionsIn('functions/f.py', `def f(conv, ${name}: str): pass`);
    expect(found?.parameters).toEqual([{ name, type: 'str', isSecret }]);
  });
});

describe('in a tool in JavaScript or TypeScript', () => {
  it('each exported function that takes a conversation can be run', () => {
    const text = `
export async function syncRates(conv: Conversation, hotel: string, nights = 3, token?: string) {}
export const send = async (conv) => 1, other = 2;
export const typed: Send = (conv) => 1;
export default function main(conv) {}
export function helper(rates: Rates) {}
function own(conv) {}
`;
    expect(names('tools/sync.ts', text)).toEqual(['syncRates', 'send', 'typed', 'default']);
    expect(functionsIn('tools/sync.ts', text)[0]?.parameters).toEqual([
      { name: 'hotel', type: 'string', isSecret: false },
      { name: 'nights', default: '3', isSecret: false },
      { name: 'token', type: 'string', default: 'undefined', isSecret: true },
    ]);
  });

  it('a script runs as a whole, starting at its first line', () => {
    const text = 'const { KEY } = process.env;\nawait fetch(KEY);\nexport {};\n';
    expect(functionsIn('tools/sync.ts', text)).toMatchObject([
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, parameters: [] },
    ]);
    expect(names('tools/export.js', text)).toEqual(['the file']);
  });

  it.each(['lib/sync.ts', 'tools/lib/sync.ts', 'tools/sync.test.ts', 'tools/types.d.ts', 'tools/rates.json'])(
    'but not %s',
    (path) => {
      expect(names(path, 'export function f(conv) {}')).toEqual([]);
    },
  );
});
