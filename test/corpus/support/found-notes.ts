import {
  createAnalyzer,
  findCredentials,
  languageOf,
  type Analyzer,
  type FileContext,
  type Finding,
  type ParsedFile,
  type ProjectFunctions,
  type SecretReference,
} from '../../../analysis/index.ts';
import { detect } from '../../../hardcoded/detector.ts';
import { bookingAgent, exampleSecrets, secret } from '../../support/analysis-fixture.ts';
import type { CorpusCase, Note } from './corpus-case.ts';
import { memoryProject } from './memory-project.ts';

const root = 'file:///w/booking';

/** What the agent of the corpus sees: the tests' usual secrets, some that are deprecated, and some with dates. */
const secrets = [
  ...exampleSecrets,
  secret('adyen_api', { kind: 'key_value', fields: ['merchant', 'token'] }),
  secret('two_keys', { kind: 'key_value', fields: ['name', 'api_key', 'api_secret'] }),
  secret('old_api', { deprecated: { replacement: 'stripe_api_key' } }),
  secret('very_old_api', { deprecated: {} }),
  secret('ending_api', { expiresOn: '2026-12-20' }),
  secret('lapsed_api', { expiresOn: '2026-11-20', rotateBy: '2026-12-01' }),
  secret('aged_api', { rotateBy: '2026-11-19', expiresOn: '2027-11-19' }),
  secret('turning_api', { rotateBy: '2026-11-20' }),
  secret('fresh_api', { expiresOn: '2026-12-21' }),
];
const environment = ['CRM_API_KEY', 'SMS_TOKEN'];

/** What the settings of a case `[with settings]` say about functions. */
const functions: ProjectFunctions = {
  readers: ['my_utils.read_secret', 'fetch_it', 'lib/vault.read'],
  sinks: [
    { function: 'acme.audit.write', kind: 'log' },
    { function: 'acme.memory.keep', kind: 'state' },
    { function: 'lib/tell.ask', kind: 'model' },
    { function: 'Audit.note', kind: 'log' },
  ],
  sanitizers: ['acme.mask', 'helpers.hide', './lib/mask.js:hide', 'Masked'],
  file: `${root}/.agent-secrets.json`,
};

/** What is found in each file of a case, in their order. */
export type Found = (wanted: CorpusCase) => Promise<readonly (readonly Note[])[]>;

/** The references, as ` = a | b | zendesk_* `; `env:` marks the other dialect, `?` a name chosen at run time. */
export const foundReferences: Found = (wanted) => {
  const { analyzer, files, context } = opened(wanted);
  const notes = files.map((file) =>
    analyzer.references(file, context.project).map((reference) => referenceNote(file, reference)),
  );
  return Promise.resolve(notes);
};

/** The findings; without its message where the case leaves it out. */
export const foundFindings: Found = async (wanted) => {
  const { analyzer, files, context } = opened(wanted);
  return Promise.all(
    files.map(async (file, number) => {
      const credentials = await findCredentials(file.text, detect);
      const findings = analyzer.findings(file, { ...context, credentials });
      return findings.map((finding) => findingNote(finding, wanted.files[number]?.notes ?? []));
    }),
  );
};

/** Why nothing is reported at the places that the case asks about. */
export const foundSilence: Found = (wanted) => {
  const { analyzer, files, context } = opened(wanted);
  const notes = files.map((file, number) =>
    (wanted.files[number]?.notes ?? []).map(({ line, column, length }): Note => {
      const offset = file.offsetAt({ line, character: column });
      const reasons = analyzer.explainSilence(file, offset, context).map(({ reason }) => reason);
      return { line, column, length, text: reasons.join(', ') };
    }),
  );
  return Promise.resolve(notes);
};

interface Opened {
  readonly analyzer: Analyzer;
  readonly files: readonly ParsedFile[];
  readonly context: FileContext;
}

function opened(wanted: CorpusCase): Opened {
  const analyzer = createAnalyzer(wanted.options.includes('with settings') ? { functions } : {});
  const files = wanted.files.map(({ path, code }) => {
    const uri = `${root}/${path}`;
    return analyzer.parse({ uri, languageId: languageOf(uri) ?? 'plaintext', text: code });
  });
  return { analyzer, files, context: { ...contextOf(wanted.options), project: memoryProject(root, files) } };
}

function contextOf(options: readonly string[]): FileContext {
  const now = new Date('2026-11-20T12:00:00Z');
  const known = { ...bookingAgent({ secrets, complete: !options.includes('incomplete') }), now };
  const { agent, knowledge } = known;
  if (options.includes('outside of an agent')) return knowledge ? { knowledge } : {};
  if (options.includes('ignored')) return { ...known, ignored: true };
  if (options.includes('not-found off')) return { ...known, rules: { 'secret-not-found': 'off' } };
  if (options.includes('signed out')) return agent ? { agent } : {};
  if (options.includes('environment unknown')) return known;
  return { ...known, ...(knowledge && { knowledge: { ...knowledge, environment } }) };
}

function referenceNote(file: ParsedFile, reference: SecretReference): Note {
  const { dialect, names, patterns, dynamic, span } = reference;
  const possible = [...names, ...patterns, ...(dynamic ? ['?'] : [])].join(' | ');
  return noteAt(file.rangeOf(span), `= ${dialect === 'environment' ? 'env: ' : ''}${possible}`);
}

function findingNote({ rule, message, range }: Finding, expected: readonly Note[]): Note {
  const short = noteAt(range, rule);
  const isShort = expected.some(
    ({ line, column, text }) => line === short.line && column === short.column && text === rule,
  );
  return isShort ? short : { ...short, text: `${rule}: ${message}` };
}

/** Over several lines, only the start is shown. */
function noteAt({ start, end }: Finding['range'], text: string): Note {
  const length = start.line === end.line ? end.character - start.character : 1;
  return { line: start.line, column: start.character, length, text };
}
