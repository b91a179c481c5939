import { describe, expect, it } from 'vitest';
import { highlightedAt } from '../support/analysis-features.ts';

describe('with the cursor at a name, every place that may read the same secret is highlighted', () => {
  it.each([
    [
      'literals',
      'conv.utils.get_secret("a$0")\nconv.utils.get_secret("b")\nconv.utils.get_secret("a")',
      'conv.utils.get_secret("«a»")\nconv.utils.get_secret("b")\nconv.utils.get_secret("«a»")',
    ],
    [
      'a name in a constant',
      'NAME = "a"\nconv.utils.get_secret(NAME)\nconv.utils.get_secret("$0a")',
      'NAME = "a"\nconv.utils.get_secret(«NAME»)\nconv.utils.get_secret("«a»")',
    ],
    [
      'one of several names',
      'conv.utils.get_secret("a" if x else "b")\nconv.utils.get_secret("b$0")\nconv.utils.get_secret("c")',
      'conv.utils.get_secret(«"a" if x else "b"»)\nconv.utils.get_secret("«b»")\nconv.utils.get_secret("c")',
    ],
    [
      'a name that fits a pattern',
      'conv.utils.get_secret(f"zendesk_{env}_api")\nconv.utils.get_secret("zendesk_prod_api$0")',
      'conv.utils.get_secret(«f"zendesk_{env}_api"»)\nconv.utils.get_secret("«zendesk_prod_api»")',
    ],
    [
      'what a pattern may be',
      'conv.utils.get_secret(f"zendesk_{env}$0_api")\nconv.utils.get_secret("zendesk_prod_api")\nconv.utils.get_secret("zendesk_prod")',
      'conv.utils.get_secret(«f"zendesk_{env}_api"»)\nconv.utils.get_secret("«zendesk_prod_api»")\nconv.utils.get_secret("zendesk_prod")',
    ],
    [
      'a name at run time, by itself',
      'conv.utils.get_secret(na$0me)\nconv.utils.get_secret(other)',
      'conv.utils.get_secret(«name»)\nconv.utils.get_secret(other)',
    ],
  ])('%s', (_, code, expected) => {
    expect(highlightedAt(code)).toBe(expected);
  });

  it('environment variables by their names', () => {
    expect(
      highlightedAt('const a = process.env.CRM_$0TOKEN;\nuse(process.env["CRM_TOKEN"]);', 'typescript'),
    ).toBe('const a = process.env.«CRM_TOKEN»;\nuse(process.env["«CRM_TOKEN»"]);');
  });

  it('settings of the agent', () => {
    const code = '{ "a": { "secret_name": "cr$0m" }, "b": { "client_secret_name": "crm" } }';
    expect(highlightedAt(code, 'json')).toBe(
      '{ "a": { "secret_name": "«crm»" }, "b": { "client_secret_name": "«crm»" } }',
    );
  });
});

describe('nothing is highlighted', () => {
  it.each([
    ['beside a name', 'conv.ut$0ils.get_secret("a")'],
    ['for the same text elsewhere', 'print("a$0")\nconv.utils.get_secret("a")'],
    ['for a function of another library', 'aws.get_secret("a$0")'],
  ])('%s', (_, code) => {
    expect(highlightedAt(code)).toBe(code.replace('$0', ''));
  });

  it('between an agent secret and a variable of the same name', () => {
    const code = 'import os\nos.environ["CRM"]\nconv.utils.get_secret("CRM$0")';
    expect(highlightedAt(code)).toBe('import os\nos.environ["CRM"]\nconv.utils.get_secret("«CRM»")');
  });
});
