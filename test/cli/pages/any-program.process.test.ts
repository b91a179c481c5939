import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf, openPageFixture, type PageFixture, values } from './page-fixture.ts';

const missing = ['curl', 'jq'].filter((program) => spawnSync(program, ['--version']).error);

describe('docs/any-program.md', () => {
  const [variables = '', script = '', run = ''] = blocksOf('any-program.md', 'sh');
  let page: PageFixture;
  beforeAll(async () => {
    page = await openPageFixture();
    page.workspace.write('deposit.sh', script);
  });
  afterAll(() => page.close());

  it('gives a program secrets as variables, and masks them', async () => {
    expect(await page.bash(variables)).toEqual({ code: 0, stdout: '[masked] uses [masked]\n', stderr: '' });
  });

  describe.runIf(missing.length === 0)('with curl', () => {
    it('reads secrets', async () => {
      const { stripe, crmId } = values;
      expect(await page.bash(run)).toEqual({ code: 0, stdout: `${stripe}\n${crmId}\n`, stderr: '' });
    });

    it('shows no token in the process list', async () => {
      page.workspace.write(
        'bin/curl',
        '#!/bin/sh\nps -ww -eo args >> processes\nPATH="${PATH#*:}" exec curl "$@"\n',
      );
      await page.bash(`${run}; rm bin/curl`);
      const { stdout } = await page.bash('grep -c curl processes; grep ags_agent processes');
      expect(stdout).toMatch(/^[1-9]\d*\n$/);
    });

    it('fails with the problem after a revoke', async () => {
      await page.bash('agent-secrets access revoke crm --agent BOOKING');
      const { code, stdout, stderr } = await page.bash(run);
      expect(code).toBe(22);
      expect(stdout).toBe(`${values.stripe}\nnull\n`);
      expect(stderr).toContain('403');
      page.workspace.write('raw.sh', script.replaceAll(/ \| jq .*$/gm, ''));
      const { stdout: problem } = await page.bash(run.replace('deposit.sh', 'raw.sh'));
      expect(problem).toContain('"code":"MissingAccess"');
    });
  });
});
