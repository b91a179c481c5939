import { describe, expect, it } from 'vitest';
import { bundle } from './support/bundle.ts';
import { bundleWithDetector } from './support/bundle-with-detector.ts';
import { answerOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';
import { eventually } from './support/eventually.ts';

const project = `
//- project.yaml
project_id: booking
project_name: Booking
`;

/** Assembled here, so that a search of this file finds no credential. */
const token = ['glpat', 'zK4vT9wQ2mXr7LbNc5Jd'].join('-');
const code = `def pay(conv):\n    gitlab_token = "${token}"\n`;

describe('a credential in the code', () => {
  it('is found once the detector has run, and never repeated', async () => {
    using installed = await bundleWithDetector('server');
    using workspace = new TemporaryWorkspace(project);
    await using editor = await Editor.start({
      workspace,
      server: installed.program,
      catalog: () => answerOf('booking', 'a'),
    });
    await editor.open('functions/pay.py', code);
    await eventually(async () => expect(await editor.diagnose('functions/pay.py')).toHaveLength(1));
    const [finding] = await editor.diagnose('functions/pay.py');
    expect(finding).toMatchObject({ code: 'secret-hardcoded', severity: 2 });
    expect(finding?.range.start).toEqual({ line: 1, character: 20 });
    expect(JSON.stringify(finding)).not.toContain(token);
  });

  it('is not reported where no detector is installed', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await Editor.start({
      workspace,
      server: await bundle('server'),
      catalog: () => answerOf('booking', 'a'),
    });
    await editor.open('functions/pay.py', code);
    expect(await editor.diagnose('functions/pay.py')).toEqual([]);
  });
});
