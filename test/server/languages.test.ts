import { beforeAll, describe, expect, it } from 'vitest';
import { bundleTexts } from '../client/l10n-files.ts';
import { bundle } from './support/bundle.ts';
import { answerOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';

const project = '//- project.yaml\nproject_id: booking\nproject_name: Booking\n';
const code = 'def f(conv):\n    key = conv.utils.get_secret("fraud_key")\n    print(key)\n';
const inName = { line: 1, character: 33 };

interface Expected {
  readonly language: string;
  readonly access: string;
  readonly leak: string;
  readonly hover: string;
  readonly grant: string;
  readonly ignore: string;
}

const german: Expected = {
  language: 'de',
  access: 'Booking hat keinen Zugriff auf das Geheimnis "fraud_key".',
  leak: 'Der Wert des Geheimnisses "fraud_key" gelangt in print.',
  hover: 'Zugriff: **Booking** kann es noch nicht lesen.',
  grant: 'Diesem Agent gewähren…',
  ignore: 'Diesen Befund ignorieren',
};
const japanese: Expected = {
  language: 'ja',
  access: 'Booking にはシークレット "fraud_key" へのアクセス権がありません。',
  leak: 'シークレット "fraud_key"の値が print に渡ります。',
  hover: 'アクセス: **Booking** はまだ読み取れません。',
  grant: 'このエージェントに付与…',
  ignore: 'この検出結果を無視',
};

describe('the language server uses the language that the client names', () => {
  let server: string;
  beforeAll(async () => {
    server = await bundle('server');
  });
  const start = (workspace: TemporaryWorkspace, spoken: object): Promise<Editor> =>
    Editor.start({
      workspace,
      server,
      initializationOptions: { clientCommands: true, ...spoken },
      catalog: () => answerOf('booking', '!fraud_key'),
    });

  it.each([german, japanese])('$language: findings, hovers and quick fixes', async (expected) => {
    const { language } = expected;
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, { language, words: bundleTexts(language) });
    await editor.open('a.py', code);
    const hover = await editor.hover('a.py', inName);
    expect(JSON.stringify(hover?.contents)).toContain(expected.hover);
    const findings = await editor.diagnose('a.py');
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringContaining(expected.access),
      expect.stringContaining(expected.leak),
    ]);
    const actions = await editor.codeActions('a.py', { start: inName, end: inName });
    const titles = actions.map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining([expected.grant, expected.ignore]));
  });

  it('the codes of findings, which settings and comments use, are those of English', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, { language: 'de', words: bundleTexts('de') });
    await editor.open('a.py', code);
    await editor.hover('a.py', inName);
    const findings = await editor.diagnose('a.py');
    expect(findings.map((finding) => finding.code)).toEqual(['secret-access-missing', 'secret-in-log']);
  });

  it.each([
    { what: 'a client that names none', spoken: {} },
    { what: 'a language without words', spoken: { language: 'fr', words: {} } },
    { what: 'a language that is none, and words that are none', spoken: { language: '§', words: ['x'] } },
  ])('English for $what', async ({ spoken }) => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await start(workspace, spoken);
    await editor.open('a.py', code);
    await editor.hover('a.py', inName);
    const [first] = await editor.diagnose('a.py');
    expect(first?.message).toContain('Booking has no access to the secret "fraud_key".');
  });
});
