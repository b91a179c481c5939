import type { Effect } from './library.ts';
import { rows, words } from './rows.ts';

/** The type of anything that a client library creates. */
const client: Effect = { makes: 'client library' };

const clients = `
  axios.create got.extend ky.create ky.extend openai openai.OpenAI openai.AzureOpenAI @anthropic-ai/sdk
  @anthropic-ai/sdk.Anthropic groq-sdk cohere-ai.CohereClient @google/generative-ai.GoogleGenerativeAI
  @google/genai.GoogleGenAI twilio twilio.Twilio stripe stripe.Stripe @slack/web-api.WebClient @slack/bolt.App
  @hubspot/api-client.Client jsforce.Connection @octokit/rest.Octokit octokit.Octokit @notionhq/client.Client
  ioredis ioredis.Redis redis.createClient pg.Pool pg.Client mongodb.MongoClient mysql.createConnection
  mysql2.createConnection mysql2.createPool knex @elastic/elasticsearch.Client nodemailer.createTransport
  @supabase/supabase-js.createClient @aws-sdk/client-s3.S3Client @aws-sdk/client-dynamodb.DynamoDBClient
  @aws-sdk/client-lambda.LambdaClient @aws-sdk/client-sqs.SQSClient @aws-sdk/client-ses.SESClient
  @aws-sdk/client-secrets-manager.SecretsManagerClient @aws-sdk/client-bedrock-runtime.BedrockRuntimeClient
  aws-sdk.S3 aws-sdk.DynamoDB aws-sdk.Lambda undici.Agent undici.Pool https.Agent http.Agent`;

/** Libraries that send their arguments to their intended destination without changing them. */
const clientModules = `
  axios got ky node-fetch cross-fetch undici superagent request request-promise needle openai @anthropic-ai/sdk
  groq-sdk cohere-ai @google/generative-ai @google/genai twilio stripe @slack/web-api @slack/bolt @slack/webhook
  @sendgrid/mail @hubspot/api-client jsforce @octokit/rest octokit @notionhq/client ioredis redis pg mongodb mongoose
  mysql mysql2 knex @elastic/elasticsearch nodemailer @supabase/supabase-js googleapis google-auth-library
  firebase-admin aws-sdk @aws-sdk/client-s3 @aws-sdk/client-dynamodb @aws-sdk/client-lambda @aws-sdk/client-sqs
  @aws-sdk/client-ses @aws-sdk/client-secrets-manager @aws-sdk/client-bedrock-runtime @azure/identity jsonwebtoken
  jose bcrypt bcryptjs argon2 ws socket.io-client graphql-request @apollo/client @sentry/node dotenv uuid nanoid
  dayjs moment luxon date-fns zod`;

const loggers = 'pino bunyan consola log4js loglevel signale tslog winston';

/** The functions of npm packages, except for loggers. */
export const javaScriptPackages: readonly (readonly [string, Effect])[] = [
  ...rows('use', 'fetch Request Response XMLHttpRequest WebSocket EventSource'),
  ...rows(client, clients),
  ['client library.*', 'use'],
  ...rows(
    'use',
    words(clientModules)
      .flatMap((module) => [module, `${module}.*`])
      .filter((path) => !words(clients).includes(path))
      .join(' '),
  ),
  ...rows('copy of', 'lodash.clone'),
  ...rows('deep copy', 'lodash.cloneDeep lodash/cloneDeep rfdc'),
  ['lodash.keys', 'keys of'],
  ['lodash.values', 'values of'],
  ...rows('items of', 'lodash.entries lodash.toPairs'),
  ...rows('from items', 'lodash.fromPairs'),
  ...rows('assign', 'lodash.assign lodash.merge lodash.extend'),
  ...rows('defaults', 'lodash.defaults lodash/defaults'),
  ...rows('pick', 'lodash.pick lodash/pick'),
  ...rows('omit', 'lodash.omit lodash/omit'),
  ...rows('keep', 'lodash.trim lodash.toLower lodash.toUpper lodash.escape'),
  // Colors for a terminal.
  ...rows('keep', 'chalk.* picocolors.* kleur.* ansi-colors.* colorette.*'),
  ['lodash.toString', 'text'],
  ['lodash.*', 'nothing'],
  ...rows(
    'shown',
    `qs.stringify yaml.stringify js-yaml.dump safe-stable-stringify fast-safe-stringify json-stringify-safe
    fast-json-stable-stringify`,
  ),
  ...rows('parse', 'qs.parse yaml.parse js-yaml.load'),
];

export const loggingPackages = words(loggers);
