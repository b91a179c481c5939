import type { OpenRequest } from '../../contracts/lsp-messages.ts';
import type { CatalogSecret } from '../../contracts/catalog.ts';
import { createAnalyzer, type Analyzer, type FileContext, type ParsedFile } from '../../analysis/index.ts';

/** A secret as listed in the catalog. Everything except the name has a default. */
export function secret(name: string, overrides: Partial<CatalogSecret> = {}): CatalogSecret {
  return {
    name,
    kind: 'single',
    fields: [],
    description: '',
    access: 'granted',
    updatedAt: '2026-11-02T08:00:00Z',
    ...overrides,
  };
}

/**
 * The catalog of the tests' agent: several granted secrets, one of which has fields, and one secret that the
 * agent cannot read.
 */
export const exampleSecrets: readonly CatalogSecret[] = [
  secret('booking_api', { kind: 'key_value', fields: ['client_id', 'client_secret'] }),
  secret('payroll_api', { access: 'missing' }),
  secret('stripe_api_key', { description: 'Key of the shop' }),
  secret('zendesk_prod_api'),
];

interface Knowledge {
  readonly secrets?: readonly CatalogSecret[];
  readonly complete?: boolean;
  readonly mayGrant?: boolean;
  readonly mayCreate?: boolean;
  readonly mayRequest?: boolean;
  readonly requests?: readonly OpenRequest[];
}

/** The context of a file of the agent "Booking", whose catalog is known and complete by default. */
export function bookingAgent(knowledge: Knowledge = {}): FileContext {
  const { secrets = exampleSecrets, complete = true } = knowledge;
  const { mayGrant = false, mayCreate = false, mayRequest = false, requests = [] } = knowledge;
  const catalog = { agentId: 'PROJECT-1', agentName: 'Booking', complete, secrets: [...secrets] };
  return {
    agent: { agentId: 'PROJECT-1', agentName: 'Booking', rootUri: 'file:///w/booking' },
    knowledge: { catalog, asOf: '2026-11-21T10:00:00Z', mayGrant, mayCreate, mayRequest, requests },
  };
}

const extensions: Readonly<Record<string, string>> = {
  javascript: 'js',
  javascriptreact: 'jsx',
  python: 'py',
  typescript: 'ts',
  typescriptreact: 'tsx',
};

export interface Opened {
  readonly analyzer: Analyzer;
  readonly file: ParsedFile;
}

export function open(code: string, languageId = 'python', functions: readonly string[] = []): Opened {
  const analyzer = createAnalyzer({ functions: { readers: functions } });
  const uri =
    languageId === 'json'
      ? 'file:///w/booking/agent_settings/experimental_config.json'
      : `file:///w/booking/functions/start.${extensions[languageId] ?? 'txt'}`;
  return { analyzer, file: analyzer.parse({ uri, languageId, text: code }) };
}
