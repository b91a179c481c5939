import { describe, expect, it } from 'vitest';
import { NameSearch } from '../../analysis/catalog/nearest-names.ts';
import { suppressionsIn } from '../../analysis/suppression/find-suppressions.ts';
import { applySuppressions } from '../../analysis/suppression/apply-suppressions.ts';
import type { CatalogSecret } from '../../contracts/catalog.ts';
import { bookingAgent, open, secret } from '../support/analysis-fixture.ts';
import { workOf } from '../support/work.ts';

interface Sample {
  readonly languageId: string;
  readonly code: string;
  readonly secrets?: readonly CatalogSecret[];
  readonly environment?: readonly string[];
}

const row = (count: number, piece: (index: number) => string, separator = ''): string =>
  Array.from({ length: count }, (_, index) => piece(index)).join(separator);
const times = (count: number, piece: (index: number) => string): string => row(count, piece, '\n');
const secrets = (count: number, name: (index: number) => string): readonly CatalogSecret[] =>
  Array.from({ length: count }, (_, index) => secret(name(index)));

const python = (code: string): Sample => ({ languageId: 'python', code });
const typeScript = (code: string): Sample => ({ languageId: 'typescript', code });

/** Each grows with `size` in one dimension. */
const samples: Readonly<Record<string, (size: number) => Sample>> = {
  'reads and prints in one function': (size) =>
    python(
      `def f(conv):\n${times(size, (i) => `    v${i} = conv.utils.get_secret("k${i}")\n    print(v${i})`)}`,
    ),
  'prints of one value': (size) =>
    python(`def f(conv):\n    v = conv.utils.get_secret("k")\n${times(size, () => '    print(v)')}`),
  'reads that are printed right away': (size) =>
    python(`def f(conv):\n${times(size, (i) => `    print(conv.utils.get_secret("k${i}"))`)}`),
  'functions that return a secret': (size) =>
    python(times(size, (i) => `def f${i}(conv):\n    return conv.utils.get_secret("k${i}")`)),
  'fields of one secret': (size) =>
    python(
      `def f(conv):\n    c = conv.utils.get_secret("booking_api")\n${times(size, (i) => `    c["f${i}"]`)}`,
    ),
  'reads and prints in one function of TypeScript': (size) =>
    typeScript(
      `async function f(conv) {\n${times(size, (i) => `const v${i} = await conv.utils.getSecret("k${i}");\nconsole.log(v${i});`)}\n}`,
    ),
  'variables that are read': (size) =>
    python(`import os\n${times(size, (i) => `V${i} = os.environ["A${i}_API_KEY"]`)}`),
  'variables that are returned': (size) =>
    python(`import os\ndef f():\n${times(size, (i) => `    return os.getenv("A${i}_API_KEY")`)}`),
  'variables that are set and read': (size) =>
    python(
      `import os\n${times(size, (i) => `os.environ["B${i}_API_KEY"] = "x"\nV${i} = os.environ["A${i}_API_KEY"]`)}`,
    ),
  'variables that are asked for': (size) =>
    python(
      `import os\nmissing = required - set(os.environ)\n${times(size, (i) => `V${i} = os.environ["A${i}_API_KEY"]`)}`,
    ),
  'variables of TypeScript': (size) =>
    typeScript(times(size, (i) => `const v${i} = process.env.A${i}_API_KEY;`)),
  'operands of one sum': (size) =>
    python(`def f(conv):\n    k = conv.utils.get_secret("k")\n    print(${row(size, () => 'k', ' + ')})`),
  'operands of one sum of TypeScript': (size) =>
    typeScript(
      `async function f(conv) {\nconst k = await conv.utils.getSecret("k");\nconsole.log(${row(size, () => 'k', ' + ')});\n}`,
    ),
  'lambdas in each other': (size) =>
    python(
      `def f(conv):\n    k = conv.utils.get_secret("k")\n    print(${row(size, (i) => `lambda a${i}: `)}conv.utils.get_secret(a0))`,
    ),
  'arrow functions in each other': (size) =>
    typeScript(
      `async function f(conv) {\nconst k = await conv.utils.getSecret("k");\nconsole.log(${row(size, (i) => `(a${i}) => `)}conv.utils.getSecret(a0));\n}`,
    ),
  'comments that silence': (size) =>
    python(
      times(size, (i) => `conv.utils.get_secret("k${i}")  # agent-secrets: ignore[secret-not-found] later`),
    ),
  'comments that silence nothing': (size) =>
    python(times(size, () => 'conv.utils.get_secret("sms")  # agent-secrets: ignore[secret-not-found] x')),
  'misspelt names in a catalog of names that are like them': (size) => ({
    ...python(times(20, (i) => `conv.utils.get_secret("customer_${i}_apo_key")`)),
    secrets: secrets(size * 10, (i) => `customer_${i}_api_key`),
  }),
  'misspelt names in a catalog of other names': (size) => ({
    ...python(times(20, (i) => `conv.utils.get_secret("zendesk_brand${i}_prd")`)),
    secrets: secrets(size * 10, (i) => `${i * 7919}_stripe_key`),
  }),
};

function ask({ languageId, code, secrets: known, environment }: Sample): void {
  const { analyzer, file } = open(code, languageId);
  const agent = bookingAgent(known && { secrets: known });
  const { knowledge } = agent;
  const context = {
    ...agent,
    ...(knowledge && { knowledge: { ...knowledge, environment: environment ?? ['A'] } }),
  };
  const whole = file.rangeOf({ start: 0, end: code.length });
  expect(analyzer.findings(file, context).length).toBeGreaterThanOrEqual(0);
  analyzer.codeLenses(file, context);
  analyzer.semanticTokens(file, whole, context);
  analyzer.inlayHints(file, whole, context);
  analyzer.documentLinks(file, context);
  analyzer.documentHighlights(file, code.length - 3, context);
  analyzer.fixAll(file, context);
}

const ratio = (task: (size: number) => () => void, small: number, large: number): number => {
  const [one, other] = [workOf(task(small)), workOf(task(large))];
  return other / one;
};

describe('five times the input takes about five times the work', () => {
  it.each(Object.entries(samples))('%s', (_, sample) => {
    ask(sample(50));
    expect(ratio((size) => () => ask(sample(size)), 200, 1000)).toBeLessThan(6.5);
  });

  it('comments are only checked for places close to them', () => {
    const size = 500;
    const { file } = open(times(size, (i) => `f("k${i}")  # agent-secrets: ignore[secret-not-found] x`));
    const suppressions = suppressionsIn(file);
    const spoken = suppressions.map(({ comment: { start } }) => {
      return {
        rule: { id: 'secret-not-found' },
        report: { span: { start: start - 8, end: start - 2 } },
      } as const;
    });
    let asked = 0;
    for (const one of suppressions) {
      const { ids } = one;
      Object.defineProperty(one, 'ids', { get: () => (asked++, ids) });
    }
    expect(applySuppressions(file, spoken, () => true)).toEqual({ kept: [], unused: [] });
    expect(asked).toBeLessThan(10 * size);
  });
});

describe('ten times the names take much less than ten times the work for a misspelt one', () => {
  it.each([
    ['that are like it', (i: number) => `customer_${i}_api_key`, 'customer_77_apo_key'],
    ['that are other names', (i: number) => `${i * 7919}_stripe_key`, 'zendesk_brand_prd'],
  ])('%s', (_, name, misspelt) => {
    const searched = (size: number) => {
      const search = new NameSearch(secrets(size, name).map((one) => one.name));
      search.nearest('warm_up');
      return () => search.nearest(misspelt);
    };
    // Garbage collection discards counts, which matters for so little work: the largest of several is complete.
    const most = (size: number): number =>
      Math.max(...Array.from({ length: 8 }, () => workOf(searched(size))));
    expect(most(10_000) / most(1000)).toBeLessThan(6);
  });
});
