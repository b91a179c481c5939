import { describe, expect, it } from 'vitest';

import { bookingAgent, open } from '../support/analysis-fixture.ts';
import { rulesIn } from '../support/analysis-rules.ts';

const read = 'print(conv.utils.get_secret("no_such_name"))\n';

describe('a cell of a notebook', () => {
  it.each(['%%bash', '%%sh', '%%html', '%%javascript', '%%sql --save x', '%%script perl', '\n  %%R', '%%'])(
    'that starts with %j is not read as Python',
    (magic) => {
      expect(rulesIn(`${magic}\n${read}`)).toEqual([]);
      const { analyzer, file } = open(`${magic}\nconv.utils.get_secret("`);
      expect(analyzer.complete(file, file.text.length, bookingAgent())).toEqual([]);
      expect(analyzer.explainSilence(file, 0, bookingAgent())).toMatchObject([{ reason: 'not-analyzed' }]);
    },
  );

  it.each(['%%time', '%%timeit -n 1', '%%capture out', '%%python3', '%time x = 1', '!pip install x'])(
    'that starts with %j is Python',
    (magic) => {
      const rules = rulesIn(`${magic}\n${read}`).map((rule) => rule.split(' ')[0]);
      expect(new Set(rules)).toEqual(new Set(['secret-in-log', 'secret-not-found']));
    },
  );

  it('is read again once its magic is gone, and no longer once it has one', () => {
    const { analyzer, file } = open(read);
    const at = (text: string): readonly unknown[] => {
      const change = { start: 0, length: 0, text: '%%bash\n' };
      const source = { uri: file.uri, languageId: 'python', text };
      const edited = analyzer.parse(source, file, text === read ? [] : [change]);
      return analyzer.findings(edited, bookingAgent());
    };
    expect(at(read)).toHaveLength(2);
    expect(at(`%%bash\n${read}`)).toEqual([]);
    const bash = open(`%%bash\n${read}`);
    const python = bash.analyzer.parse({ uri: bash.file.uri, languageId: 'python', text: read }, bash.file, [
      { start: 0, length: '%%bash\n'.length, text: '' },
    ]);
    expect(bash.analyzer.findings(python, bookingAgent())).toHaveLength(2);
  });
});
