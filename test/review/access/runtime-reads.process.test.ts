import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, pairKey, planOf, usageOf } from '../../../review/index.ts';
import { TemporaryWorkspace } from '../../server/support/workspace.ts';
import { python } from '../../support/python.ts';

const names = [
  'crm',
  'stripe',
  'sms',
  'mail',
  'maps',
  'pay_uk',
  'pay_us',
  'pay_de',
  'order_uk',
  'order_us',
  'crm_live',
  'crm_test',
  'a',
  'b',
  'key-1',
  'key-2',
  'Ünïcode key',
  'two words',
  'weather',
  'archive',
];
const inputs = ['uk', 'us', 'crm', 'sms', 'test', '1', ''];

function reversed(text: string): string {
  return Array.from(text).toReversed().join('');
}

type Form = (name: string, other: string) => string;

/** Ways to read secrets in the body of `def run(conv, arg)`. */
const pythonForms: readonly Form[] = [
  (name) => `conv.utils.get_secret("${name}")`,
  () => `conv.utils.get_secret(f"pay_{arg}")`,
  () => `conv.utils.get_secret("crm_" + arg)`,
  () => `conv.utils.get_secret("%s" % arg)`,
  () => `conv.utils.get_secret(arg or "weather")`,
  (name, other) => `conv.utils.get_secret({"uk": "${name}"}.get(arg, "${other}"))`,
  (name, other) => `[conv.utils.get_secret(one) for one in ("${name}", "${other}")]`,
  (name) => `g = conv.utils.get_secret; g("${name}")`,
  (name) => `alias = conv.utils.get_secret\n    alias("${name}")`,
  (name, other) => `handed = conv.utils.get_secret\n    handed("${name}"); with_reader(handed, "${other}")`,
  (name, other) => `kept = conv.utils.get_secret\n    kept("${name}"); [kept][0]("${other}")`,
  (name) => `getattr(conv.utils, "get_secret")("${name}")`,
  (name) => `u = conv.utils; u.get_secret("${name}")`,
  (name) => `with_utils(conv.utils, "${name}")`,
  (name) => `with_conversation(conv, "${name}")`,
  (name, other) => `list(map(conv.utils.get_secret, ["${name}", "${other}"]))`,
  (name) => `functools.partial(conv.utils.get_secret, "${name}")()`,
  (name) => `conv.utils.get_secret(**{"secret_name": "${name}"})`,
  (name) => `conv.utils.get_secret(*["${name}"])`,
  (name) => `conv.utils.get_secret(secret_name="${name}")`,
  () => `if arg in ("crm", "sms"): conv.utils.get_secret(arg)`,
  () => `if arg != "crm": conv.utils.get_secret(arg)`,
  (name) => `Reader(conv).read("${name}")`,
  (name) => `(lambda read: read("${name}"))(conv.utils.get_secret)`,
  (name) => `helpers.fetch(conv, "${name}")`,
  (name) => `helpers.call(conv.utils.get_secret, "${name}")`,
  (name) => `conv.utils.get_secret("${reversed(name)}"[::-1])`,
  (name, other) => `for one in json.loads('["${name}", "${other}"]'): conv.utils.get_secret(one)`,
  (name) => `operator.methodcaller("get_secret", "${name}")(conv.utils)`,
  (name) => `conv.utils.__getattribute__("get_secret")("${name}")`,
  () => `shared_lib.read(conv)`,
  (name) => `import agent_secrets; agent_secrets.get_secret("${name}")`,
  (name) => `from agent_secrets import get_secret; get_secret("${name}")`,
  (name) => `from agent_secrets import get_secret as read; read("${name}")`,
  (name) => `import agent_secrets as ags; ags.Client().get_secret("${name}")`,
  (name) => `import asyncio, agent_secrets; asyncio.run(agent_secrets.get_secret_async("${name}"))`,
  (name) => `readers = {"get": conv.utils.get_secret}; readers["get"]("${name}")`,
  (name) => `conv.utils.get_secret(NAME); conv.utils.get_secret(names_of("${name}"))`,
];

const pythonHead = `import functools, json, operator, sys
import helpers, shared_lib
NAME = "archive"
def names_of(one): return one
`;
/** Added to a program that contains the word. Each may read anything, so no program has all of them. */
const pythonParts = {
  with_utils: 'def with_utils(utils, name): return utils.get_secret(name)\n',
  with_reader: 'def with_reader(read, name): return read(name)\n',
  with_conversation: 'def with_conversation(c, name): return c.utils.get_secret(name)\n',
  Reader: `class Reader:
    def __init__(self, conv): self.get = conv.utils.get_secret
    def read(self, name): return self.get(name)
`,
};
const pythonHelpers = {
  'helpers.fetch': 'def fetch(conv, name): return conv.utils.get_secret(name)\n',
  'helpers.call': 'def call(read, name): return read(name)\n',
};

/** Replaces the run-time client. The driver sets `record`. */
const pythonClient = `record = None
def get_secret(name): return record(name)
async def get_secret_async(name): return record(name)
class Client:
    def get_secret(self, name): return record(name)
`;

/** The same in \`export function run(conv, arg)\`. */
const scriptForms: readonly Form[] = [
  (name) => `conv.utils.getSecret("${name}");`,
  () => 'conv.utils.getSecret(`pay_${arg}`);',
  () => 'conv.utils.getSecret("crm_" + arg);',
  (name) => `const { getSecret } = conv.utils; getSecret("${name}");`,
  (name) => `const { getSecret: read } = conv.utils; read("${name}");`,
  (name) => `const g = conv.utils.getSecret; g("${name}");`,
  (name) => `\n    const alias = conv.utils.getSecret;\n    alias("${name}");\n`,
  (name, other) => `\n    const kept = conv.utils.getSecret;\n    kept("${name}"); call(kept, "${other}");\n`,
  (name, other) => `["${name}", "${other}"].map(conv.utils.getSecret);`,
  (name, other) => `["${name}", "${other}"].map((one) => conv.utils.getSecret(one));`,
  (name) => `conv.utils["getSecret"]("${name}");`,
  (name) => `const key = "getSecret"; conv.utils[key]("${name}");`,
  (name) => `conv.utils.getSecret(...["${name}"]);`,
  (name) => `conv.utils.getSecret.call(null, "${name}");`,
  (name) => `conv.utils.getSecret.apply(null, ["${name}"]);`,
  (name) => `conv.utils.getSecret.bind(null, "${name}")();`,
  (name) => `conv?.utils?.getSecret?.("${name}");`,
  (name) => `withUtils(conv.utils, "${name}");`,
  (name) => `withConversation(conv, "${name}");`,
  (name) => `call(conv.utils.getSecret, "${name}");`,
  (name) => `new Reader(conv).read("${name}");`,
  (name) => `Reflect.get(conv.utils, "getSecret")("${name}");`,
  () => `if (arg !== "crm") conv.utils.getSecret(arg);`,
  () => `switch (arg) { case "crm": case "sms": conv.utils.getSecret(arg); }`,
  (name, other) => `conv.utils.getSecret(arg === "uk" ? "${name}" : "${other}");`,
  (name) => `conv.utils.getSecret([..."${reversed(name)}"].reverse().join(""));`,
  (name) => `conv.utils.getSecret/* in between */("${name}");`,
];
const scriptParts = {
  withUtils: 'const withUtils = (utils, name) => utils.getSecret(name);\n',
  withConversation: 'const withConversation = (c, name) => c.utils.getSecret(name);\n',
  Reader: `class Reader {
  constructor(conv) { this.get = conv.utils.getSecret; }
  read(name) { return this.get(name); }
}
`,
};

function partsFor(body: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts)
    .map(([word, text]) => (body.includes(word) ? text : ''))
    .join('');
}

const pythonDriver = `import importlib.util, json, os, sys
root, inputs = sys.argv[1], json.loads(sys.argv[2])
sys.path.insert(0, root)
sys.path.insert(0, os.path.join(os.path.dirname(root), "lib"))
import agent_secrets
found = []
for agent in sorted(one for one in os.listdir(root) if one.startswith("py-")):
    folder = os.path.join(root, agent)
    sys.path.insert(0, folder)
    sys.modules.pop("helpers", None)
    spec = importlib.util.spec_from_file_location("main", os.path.join(folder, "main.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    class Utils:
        def get_secret(self, secret_name):
            found.append([agent, secret_name])
            return {}
    agent_secrets.record = Utils().get_secret
    class Conversation: utils = Utils()
    for arg in inputs: module.run(Conversation(), arg)
    sys.path.pop(0)
print(json.dumps(found))
`;
const scriptDriver = `import { readdirSync } from "node:fs";
const [root, inputs] = [process.argv[2], JSON.parse(process.argv[3])];
const found = [];
for (const agent of readdirSync(root).filter((one) => one.startsWith("js-"))) {
  const { run } = await import(\`\${root}/\${agent}/main.mjs\`);
  const conv = { utils: { getSecret: (name) => { found.push([agent, name]); return {}; } } };
  for (const arg of inputs) run(conv, arg);
}
console.log(JSON.stringify(found));
`;

describe('a plan by the code alone', () => {
  const workspace = new TemporaryWorkspace('');
  let state = 7;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const name = (): string => names[next(names.length)] ?? '';

  beforeAll(() => {
    // The driver and the shared module are outside the folder of any agent.
    workspace.write('code/shared_lib.py', 'def read(conv): return conv.utils.get_secret("sms")\n');
    const write = (kind: 'py' | 'js', forms: readonly Form[], index: number, chosen: readonly number[]) => {
      const agent = `${kind}-${String(index)}`;
      const statements = chosen.map((form) => forms[form]?.(name(), name()) ?? '');
      const body = statements.map((statement) => `    ${statement}`).join('\n');
      workspace.write(`code/${agent}/project.yaml`, `project_id: ${agent}\nproject_name: ${agent}\n`);
      if (kind === 'py') {
        workspace.write(
          `code/${agent}/main.py`,
          `${pythonHead}${partsFor(body, pythonParts)}def run(conv, arg):\n${body}\n`,
        );
        workspace.write(`code/${agent}/helpers.py`, partsFor(body, pythonHelpers));
      } else {
        const text = statements.map((statement) => `  { ${statement} }`).join('\n');
        workspace.write(
          `code/${agent}/main.mjs`,
          `import { call } from './helpers.mjs';\n${partsFor(body, scriptParts)}export function run(conv, arg) {\n${text}\n}\n`,
        );
        workspace.write(`code/${agent}/helpers.mjs`, 'export const call = (read, name) => read(name);\n');
      }
    };
    // Each form alone first, so that no other read can hide that it is not found.
    for (const [kind, forms] of [
      ['py', pythonForms],
      ['js', scriptForms],
    ] as const) {
      for (const form of forms.keys()) write(kind, forms, form, [form]);
      for (let index = forms.length; index < forms.length + 40; index += 1)
        write(
          kind,
          forms,
          index,
          Array.from({ length: 1 + next(3) }, () => next(forms.length)),
        );
    }
    workspace.write('lib/agent_secrets.py', pythonClient);
    workspace.write('driver.py', pythonDriver);
    workspace.write('driver.mjs', scriptDriver);
  });
  afterAll(() => workspace[Symbol.dispose]());

  const readsAtRunTime = (): readonly (readonly [agent: string, secret: string])[] => {
    const args = [workspace.path('code'), JSON.stringify(inputs)];
    const options = {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      env: { PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' },
    } as const;
    const all = [
      execFileSync(python, [workspace.path('driver.py'), ...args], options),
      execFileSync(process.execPath, [workspace.path('driver.mjs'), ...args], options),
    ];
    return all.flatMap((text) => JSON.parse(text) as [string, string][]);
  };

  it('never revokes a secret that the code reads when it runs', () => {
    const { code, failed } = codeOf(['code'], { cwd: workspace.root, note: () => undefined });
    expect(failed).toEqual([]);
    const agents = readdirSync(workspace.path('code')).filter((one) => /^(?:py|js)-/.test(one));
    const grants = agents.map((agentId) => ({ agentId }));
    const access = {
      agents: agents.map((agentId) => ({ agentId, agentName: agentId, complete: true })),
      secrets: names.map((secret) => ({ name: secret, grants })),
    };
    const usages = usageOf({ code, access, now: '2026-01-01T00:00:00.000Z' });
    const plan = planOf(usages, { grantUsed: false, byCodeOnly: true });
    const revoked = new Set(
      plan.flatMap(({ secret, revoke }) => revoke.map(({ agent }) => pairKey(agent, secret))),
    );
    const reads = readsAtRunTime();
    expect(new Set(reads.map(([agent]) => agent)).size).toBe(agents.length);
    const broken = reads.filter(([agent, secret]) => revoked.has(pairKey(agent, secret)));
    expect(broken.map(String)).toEqual([]);
    // Otherwise, a plan that never revokes anything would pass.
    expect(revoked.size).toBeGreaterThan(200);
  });
});
