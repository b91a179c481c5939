import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bundle } from '../server/support/bundle.ts';
import { bundleWithDetector } from '../server/support/bundle-with-detector.ts';
import { catalogOf, snapshotOf } from '../server/support/catalog.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';

/** Assembled here, so that a search of this file finds no credential. */
const token = ['glpat', 'zK4vT9wQ2mXr7LbNc5Jd'].join('-');

const fixture = `
//- catalog.json
${JSON.stringify(snapshotOf(catalogOf('booking', 'a')))}
//- booking/project.yaml
project_id: booking
project_name: Booking
//- booking/functions/pay.py
def pay(conv):
    return "${token}"
//- booking/functions/pay_test.py
TOKEN = "${token}"
//- scripts/deploy.py
TOKEN = "${token}"
`;

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function check(cli: string, cwd: string): Promise<Run> {
  return promisify(execFile)(process.execPath, [cli, 'check', '--catalog', 'catalog.json'], { cwd }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (failure: Run) => ({ code: failure.code, stdout: failure.stdout, stderr: failure.stderr }),
  );
}

describe('agent-secrets check', () => {
  it('reports credentials in code of agents that reads no secrets, and never repeats them', async () => {
    using installed = await bundleWithDetector('cli');
    using workspace = new TemporaryWorkspace(fixture);
    const { code, stdout, stderr } = await check(installed.program, workspace.root);
    expect(code).toBe(1);
    expect(stdout).toMatch(/booking\/functions\/pay\.py:2:13\D.*a GitLab token/);
    expect(stdout.match(/GitLab token/g)).toHaveLength(1);
    expect(stdout + stderr).not.toContain(token);
  });

  it('says so when no detector is installed, and continues', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    const { code, stderr } = await check(await bundle('cli'), workspace.root);
    expect(code).toBe(0);
    expect(stderr).toContain('The credential detector is not installed');
  });
});
