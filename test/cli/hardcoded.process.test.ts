import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { ReportedFinding } from '../../review/index.ts';
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

function check(cli: string, cwd: string, ...more: readonly string[]): Promise<Run> {
  const args = [cli, 'check', '--catalog', 'catalog.json', ...more];
  return promisify(execFile)(process.execPath, args, { cwd }).then(
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

  it('reports the place of exactly the credential to programs', async () => {
    using installed = await bundleWithDetector('cli');
    using workspace = new TemporaryWorkspace(fixture);
    const lines = [`a = "\u{1F600}"; b = "${token}"  # end`, `c = ("x", '${token.replace('Jd', 'Je')}')`];
    workspace.write('booking/functions/pay.py', `\uFEFF${lines.join('\r\n')}`);
    const starts = lines.map((line) => line.indexOf('glpat') + 1);
    const places = starts.map((start, at) => [at + 1, start, at + 1, start + token.length]);

    const json = await check(installed.program, workspace.root, '--format', 'json');
    const { findings } = JSON.parse(json.stdout) as { readonly findings: readonly ReportedFinding[] };
    expect(findings.map((one) => [one.line, one.column, one.endLine, one.endColumn])).toEqual(places);

    const sarif = await check(installed.program, workspace.root, '--format', 'sarif');
    const [run] = (JSON.parse(sarif.stdout) as Log).runs;
    const regions = run?.results?.map((one) => one.locations?.[0]?.physicalLocation?.region);
    expect(run?.columnKind).toBe('utf16CodeUnits');
    expect(regions?.map((one) => [one?.startLine, one?.startColumn, one?.endLine, one?.endColumn])).toEqual(
      places,
    );
  });

  it('says so when no detector is installed, and continues', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    const { code, stderr } = await check(await bundle('cli'), workspace.root);
    expect(code).toBe(0);
    expect(stderr).toContain('The credential detector is not installed');
  });
});
