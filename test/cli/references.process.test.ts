import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../cli/program.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { capture } from './support/captured-host.ts';

const fixture = `
//- booking/project.yaml
project_id: booking
project_name: Booking
//- booking/functions/names.py
KEY = "stripe_api_key"
//- booking/functions/handler.py
class ApiHandler:
    def __init__(self, conv, name):
        self.key = conv.utils.get_secret(name)
//- booking/functions/pay.py
from names import KEY
from handler import ApiHandler

def pay(conv):
    ApiHandler(conv, "nextgen_api")
    return conv.utils.get_secret(KEY)
//- booking/functions/open.py
def look(conv, brand):
    if conv.state.x:
        return conv.utils.get_secret("b_key" if brand else "a_key")
    return conv.utils.get_secret(f"zendesk_{brand}_api")
//- booking/nested/project.yaml
project_id: nested
project_name: Nested
//- booking/nested/functions/a.py
from handler import ApiHandler

def a(conv):
    ApiHandler(conv, "not_of_booking")
//- outside/a.py
from names import KEY

def a(conv):
    return conv.utils.get_secret(KEY)
`;

async function referencesIn(
  workspace: TemporaryWorkspace,
  ...paths: readonly string[]
): Promise<readonly unknown[]> {
  const { host, output, notes } = capture({ cwd: workspace.root });
  expect(await runCommandLine(['references', '--format', 'json', ...paths], host)).toBe(0);
  expect(notes).toEqual([]);
  const report: unknown = JSON.parse(output());
  const references: unknown = Reflect.get(Object(report), 'references');
  return isList(references) ? references : [];
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

describe('references of a project on the disk', () => {
  it('include names from other files of the agent, whichever files the command is about', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    expect(await referencesIn(workspace, 'booking/functions/pay.py')).toMatchObject([
      { path: 'booking/functions/pay.py', line: 6, names: ['stripe_api_key'], dynamic: false },
    ]);
    expect(await referencesIn(workspace, 'booking/functions/handler.py')).toMatchObject([
      { path: 'booking/functions/handler.py', line: 3, names: ['nextgen_api'], dynamic: false },
    ]);
  });

  it('have sorted names, and patterns where the names are open', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    const [names, pattern] = await referencesIn(workspace, 'booking/functions/open.py');
    expect(names).toMatchObject({ names: ['a_key', 'b_key'], patterns: [], dynamic: false });
    expect(names).not.toHaveProperty('pattern');
    expect(pattern).toMatchObject({
      names: [],
      patterns: ['zendesk_*_api'],
      pattern: 'zendesk_*_api',
      dynamic: false,
    });
  });

  it('show step by step where each name comes from', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    const [reference] = await referencesIn(workspace, 'booking/functions/pay.py');
    expect(reference).toMatchObject({
      derivation: [
        {
          kind: 'name',
          text: 'stripe_api_key',
          steps: [
            { path: 'booking/functions/pay.py', line: 6, column: 34, code: 'KEY' },
            { path: 'booking/functions/names.py', line: 1, column: 7, code: '"stripe_api_key"' },
          ],
        },
      ],
    });
    expect(reference).not.toHaveProperty('derivation.1');
  });

  it('use nothing from other files outside an agent', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    expect(await referencesIn(workspace, 'outside')).toMatchObject([
      { path: 'outside/a.py', agentId: null, names: [], dynamic: true },
    ]);
  });

  it('are uncertain while a file of the agent is too large to be read', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    workspace.write('booking/functions/data.py', `X = "${'x'.repeat(5_000_000)}"\n`);
    expect(await referencesIn(workspace, 'booking/functions/handler.py')).toMatchObject([
      { names: [], dynamic: true },
    ]);
  });
});
