import { describe, expect, it } from 'vitest';
import { createAnalyzer } from '../../analysis/index.ts';
import { bookingAgent } from '../support/analysis-fixture.ts';

const analyzer = createAnalyzer({
  functions: {
    sinks: [{ function: 'audit.write', kind: 'log' }],
    sanitizers: ['acme.mask'],
    file: 'file:///w/booking/functions/.agent-secrets.json',
  },
});

/** What is said about the place that `$0` marks. */
function explained(marked: string, languageId = 'python'): readonly string[] {
  const offset = marked.indexOf('$0');
  const uri = `file:///w/booking/functions/start.${languageId === 'python' ? 'py' : 'ts'}`;
  const file = analyzer.parse({ uri, languageId, text: marked.replace('$0', '') });
  return analyzer.explainSilence(file, offset, bookingAgent()).map(({ message }) => message);
}

describe('the explanation of a place', () => {
  it.each([
    ['print($0KEY)', 'print'],
    ['import logging\nlog = logging.getLogger()\nlog.info($0KEY)', 'logging.Logger.info'],
  ])('names the row of the built-in tables: %s', (code, row) => {
    const rule = 'secret-in-log';
    expect(explained(code.replace('KEY', 'conv.utils.get_secret("stripe_api_key")'))).toEqual([
      `A finding of ${rule} is reported here. The built-in tables list "${row}" as a sink.`,
    ]);
  });

  it('names the row of a store', () => {
    expect(explained('conv.state.update(key=$0conv.utils.get_secret("stripe_api_key"))')).toEqual([
      'A finding of secret-in-state is reported here. The built-in tables list "conv.state.update" as a sink.',
    ]);
  });

  it('names the row of the settings and their file', () => {
    const code = 'import acme.audit\nacme.audit.write($0conv.utils.get_secret("stripe_api_key"))';
    expect(explained(code)).toEqual([
      'A finding of secret-in-log is reported here. functions/.agent-secrets.json lists "audit.write" as a sink.',
    ]);
  });

  it('names no row if no function is called', () => {
    expect(explained('conv.state.key = $0conv.utils.get_secret("stripe_api_key")')).toEqual([
      'A finding of secret-in-state is reported here.',
    ]);
  });

  it.each(['python', 'typescript'])('names the sanitizer that hides the value: %s', (languageId) => {
    const code =
      languageId === 'python'
        ? 'import acme\nprint(acme.$0mask(conv.utils.get_secret("stripe_api_key")))'
        : 'import { mask } from "acme";\nconsole.log(ma$0sk(conv.utils.getSecret("stripe_api_key")));';
    expect(explained(code, languageId)).toEqual([
      'functions/.agent-secrets.json lists "acme.mask" as a sanitizer, so its result reveals nothing about the value.',
    ]);
  });
});
