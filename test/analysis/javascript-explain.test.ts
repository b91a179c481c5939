import { describe, expect, it } from 'vitest';
import { openProject } from '../support/analysis-project.ts';

/** Each derivation of the first reference as `kind text: sentence → sentence`. */
function explained(code: string, path = 'functions/start.js'): readonly string[] {
  const { analyzer, project, file } = openProject(`//- ${path}\n${code}`);
  const start = file(path);
  const [reference] = analyzer.references(start, project);
  const found = analyzer.explain(start, reference?.span.start ?? 0, { project });
  return (found?.derivations ?? []).map(
    ({ kind, text, steps }) => `${kind} ${text}: ${steps.map(({ sentence }) => sentence).join(' → ')}`,
  );
}

describe('how a name was found in JavaScript', () => {
  it('is explained for a name that is written there', () => {
    expect(explained('conv.utils.getSecret("a");')).toEqual(['name a: The name is written here.']);
    expect(explained('process.env.CRM_API_KEY;')).toEqual(['name CRM_API_KEY: The name is written here.']);
  });

  it('is explained step by step through a function', () => {
    const code = 'const nameOf = (live) => (live ? "a" : "b");\nconv.utils.getSecret(nameOf(x));';
    expect(explained(code)).toEqual([
      expect.stringMatching(
        /^name a: The name is read from `nameOf\(x\)`\..*`nameOf` returns .*One of two alternatives is `"a"`\.$/,
      ),
      expect.stringMatching(/^name b: .*One of two alternatives is `"b"`\.$/),
    ]);
  });

  it('leads into another file', () => {
    const code =
      'import { STRIPE } from "./names.js";\nconv.utils.getSecret(STRIPE);\n//- functions/names.js\nexport const STRIPE = "a";\n';
    const { analyzer, project, file } = openProject(`//- functions/start.js\n${code}`);
    const start = file('functions/start.js');
    const at = start.text.indexOf('STRIPE)');
    const [derivation] = analyzer.explain(start, at, { project })?.derivations ?? [];
    expect(
      derivation?.steps.map(({ place: { uri }, code: written }) => [uri.split('/').at(-1), written]),
    ).toEqual([
      ['start.js', 'STRIPE'],
      ['names.js', 'STRIPE'],
      ['names.js', '"a"'],
    ]);
  });

  it('gives the reason when it is not known', () => {
    expect(explained('export function f(conv, name) { conv.utils.getSecret(name); }')).toEqual([
      'unknown `name` is a parameter of `f`, and not all of its calls are known.: The name is read from `name`. → `name` is a parameter of `f`, and not all of its calls are known.',
    ]);
  });

  it('says that other code changes the name', () => {
    const { analyzer, project, file } = openProject(`//- functions/start.js
import "./other.js";
import { store } from "./names.js";
export async function start(conv) { await conv.utils.getSecret(store.name); }
//- functions/names.js
export const store = { name: "a" };
//- functions/other.js
import { store } from "./names.js";
store.name = "b";
`);
    const start = file('functions/start.js');
    const at = start.text.indexOf('store.name');
    const found = analyzer.explain(start, at, { project });
    expect(found?.reference.dynamic).toBe(true);
    expect(found?.derivations.map(({ text }) => text)).toEqual([
      'Code that runs before this read changes the name in ways that cannot be followed.',
    ]);
    expect(analyzer.definition(start, at, { project })).toEqual([]);
  });

  it('lists the parts of a pattern', () => {
    expect(explained('conv.utils.getSecret(`zendesk_${region}_api`);')).toEqual([
      expect.stringMatching(
        /^pattern zendesk_\*_api: .*`region` is inserted into the string\. → `region` has no single known value\.$/,
      ),
    ]);
  });
});
