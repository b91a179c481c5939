import { distance } from 'fastest-levenshtein';
import { NameSearch } from '../catalog/nearest-names.ts';
import { variablesAskedFor, variablesSetIn } from '../syntax/environment-variables.ts';
import type { SecretReference } from '../model/reference.ts';
import type { NoteSilence } from '../model/finding.ts';
import type { Translate } from '../../contracts/words.ts';
import { quotedNames, type Report, type Rule, type RuleContext, type RuleDocumentation } from './rule.ts';

/** Reported only as a hint, because something outside the analysis may set the variable. */
export const envSecretMissing: Rule = {
  id: 'env-secret-missing',
  severity: 'hint',
  summary: 'A variable that looks like a credential is missing from your environment secrets.',
  needs: 'environment',
  fixes: ['change-to-nearest-name', 'add-environment-secret', 'ignore-rule'],
  aboutTypedText: true,
  check,
};

export const documentation: RuleDocumentation = {
  why: 'Environment secrets are set as variables where the code runs. A credential that is missing from them is usually missing there too, and the code fails or sends an empty key.',
  bad: 'import os\n\nkey = os.environ["STRIPE_API_KEY"]  # not among the environment secrets',
  good: 'import os\n\nkey = os.environ["STRIPE_API_KEY"]  # added to the environment secrets',
  silent:
    'The name does not look like a credential (`*_API_KEY`, `*_TOKEN`, `*_SECRET`, `*_PASSWORD`, or `*_KEY` of a well-known service), or is set by build services and shells; the environment secrets are unknown; the file sets the variable itself; a file of the project, other than tests, loads variables from a file (`load_dotenv()`, `dotenv.config()`); or the code gives a default, tests whether the variable is set, or catches the error.',
};

function* check({
  file,
  references,
  environment,
  loadsVariables,
  translate,
  silent,
}: RuleContext): Generator<Report> {
  if (environment === undefined) {
    for (const { dialect, span } of references)
      if (dialect === 'environment') silent?.('catalog-unknown', span);
    return;
  }
  const needed = references.filter((reference) => isCredential(reference, silent));
  if (needed.length === 0) return;
  const spared = new Set([...environment, ...optionalNames(references)]);
  const open = needed.filter(({ names }) => !names.some((name) => spared.has(name)));
  if (open.length === 0) return;
  if (loadsVariables?.() === true) {
    for (const { span } of open) silent?.('guarded', span);
    return;
  }
  const isKnown = [variablesSetIn(file.text), variablesAskedFor(file.text)];
  const search = new NameSearch(environment);
  for (const reference of open) {
    const { span, names } = reference;
    if (names.some((name) => isKnown.some((knows) => knows(name)))) {
      silent?.('guarded', span);
      continue;
    }
    yield { span, names, reference, ...reportOn(names, search, translate) };
  }
}

/** Code that handles a missing variable in one place is assumed to be aware of it everywhere. */
function optionalNames(references: readonly SecretReference[]): readonly string[] {
  return references.flatMap(({ dialect, fallback, names }) =>
    dialect === 'environment' && fallback === true ? names : [],
  );
}

function reportOn(
  names: readonly string[],
  search: NameSearch,
  translate: Translate,
): Pick<Report, 'message' | 'suggestions'> {
  const [name] = names;
  const suggestions = name !== undefined && names.length === 1 ? slipsOf(name, search) : [];
  const [nearest] = suggestions;
  const holes = { names: quotedNames(names, translate) };
  const what =
    names.length === 1
      ? translate('Your environment secrets do not include the variable {names}.', holes)
      : translate('Your environment secrets include none of the variables {names}.', holes);
  const next =
    nearest === undefined
      ? translate('Add it there, or check the name.')
      : translate('Did you mean "{name}"? Otherwise add it there.', { name: nearest });
  return { message: `${what} ${next}`, suggestions };
}

/** Whether every possible name refers to a credential that the code cannot work without. */
function isCredential(
  { dialect, dynamic, patterns, names, fallback, span }: SecretReference,
  silent: NoteSilence | undefined,
): boolean {
  if (dialect !== 'environment') return false;
  if (dynamic || patterns.length > 0 || names.length === 0) {
    silent?.('name-dynamic', span);
    return false;
  }
  if (fallback === true) silent?.('guarded', span);
  return fallback !== true && names.every(looksLikeCredential);
}

/** The names of services whose keys are often called `…_KEY`. */
const services =
  'AIRTABLE|ALGOLIA|ALPHAVANTAGE|ANTHROPIC|ASSEMBLYAI|BREVO|CLAUDE|COHERE|COSMOS|DATADOG|DEEPGRAM|DEEPL|DEEPSEEK|ELEVEN|ELEVENLABS|FINNHUB|GEMINI|GIPHY|GROQ|HUBSPOT|HUGGINGFACE|LANGCHAIN|LANGFUSE|LANGSMITH|MAILCHIMP|MAILGUN|MAPBOX|MISTRAL|NEWSAPI|OPENAI|OPENROUTER|OPENWEATHER|OPENWEATHERMAP|PERPLEXITY|PINECONE|PIRATEWEATHER|POSTHOG|QDRANT|REPLICATE|RESEND|SENDGRID|SERPAPI|SERPER|STRIPE|SUPABASE|TAVILY|TMDB|TWILIO|VONAGE|WEAVIATE|YOUTUBE';
const serviceKey = new RegExp(`^(?:[A-Z0-9]+_)*(?:${services})_(?:[A-Z0-9]+_)*KEY$`);

const credential =
  /^[A-Z][A-Z0-9_]*_(?:API_?KEY|ACCESS_KEY|SECRET_KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|PRIVATE_KEY)$|^(?:API_KEY|API_TOKEN|DATABASE_PASSWORD)$/;

/** Names that choose the kind of credential to use: `AZURE_TOKEN_CREDENTIALS=prod`. */
const choice = /_TOKEN_CREDENTIALS$/;

/** Names set by build services, package managers, shells and platforms rather than by users. */
const plumbing =
  /^(?:ACTIONS|APPVEYOR|BITBUCKET|BUILDKITE|CI|CIRCLE|CIRCLECI|CODEBUILD|DOCKER|DRONE|GITHUB|GITLAB|JENKINS|LC|NODE|NPM|PIP|PYTHON|RUNNER|SYSTEM|TEAMCITY|TF|TRAVIS|UV|VITE|VSCODE|XDG|YARN)_|^(?:AWS_SESSION_TOKEN|GH_TOKEN)$/i;

/**
 * Names of counts, vocabulary tokens of a model, list positions, and CSRF tokens, which belong to a single
 * session.
 */
const otherToken = /(?:^|_)(?:MAX|MIN|NUM|PAD|BOS|EOS|SOS|UNK|SEP|CLS|MASK|STOP|NEXT|PAGE|CSRF|XSRF)_TOKEN$/;

/** Certificates usually have no password. */
const optional = /_CERT(?:IFICATE)?_PASSWORD$/;

/** Keys that are public, or that look something up: `STRIPE_PUBLISHABLE_KEY`, `STRIPE_CACHE_KEY`. */
const otherKey =
  /(?:^|_)(?:ANON|PUBLIC|PUBLISHABLE|CACHE|LOOKUP|PARTITION|PRIMARY|QUEUE|REDIS|SORT|STORAGE)_KEY$|^(?:EXPO|NEXT|NUXT|GATSBY|REACT_APP|VITE)_/;

const others = [plumbing, choice, otherToken, optional];

function looksLikeCredential(name: string): boolean {
  if (serviceKey.test(name) && !otherKey.test(name)) return true;
  return credential.test(name) && !others.some((form) => form.test(name));
}

/** Only typos count: `STRIPE_API_KEY` and `HOTEL_API_KEY` share words but are unrelated. */
function slipsOf(name: string, search: NameSearch): readonly string[] {
  return search.nearest(name).filter((one) => distance(name, one) <= 2);
}
