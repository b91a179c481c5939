import type { Effect } from './library.ts';
import { rows, words } from './rows.ts';

/** The type of anything that a client library creates. */
const client: Effect = { makes: 'client library' };

const clients = `
  requests.Session requests.session requests.sessions.Session requests.adapters.HTTPAdapter
  requests_toolbelt.sessions.BaseUrlSession httpx.Client httpx.AsyncClient
  aiohttp.ClientSession aiohttp.TCPConnector urllib3.PoolManager urllib3.ProxyManager
  boto3.client boto3.resource boto3.Session boto3.session.Session aioboto3.Session
  openai.OpenAI openai.AsyncOpenAI openai.AzureOpenAI openai.AsyncAzureOpenAI openai.Client
  anthropic.Anthropic anthropic.AsyncAnthropic anthropic.Client cohere.Client groq.Groq mistralai.Mistral
  google.generativeai.GenerativeModel google.genai.Client
  twilio.rest.Client stripe.StripeClient sendgrid.SendGridAPIClient slack_sdk.WebClient slack_sdk.web.WebClient
  slack_sdk.webhook.WebhookClient simple_salesforce.Salesforce hubspot.HubSpot hubspot.Client jira.JIRA
  zenpy.Zenpy github.Github notion_client.Client pyairtable.Api airtable.Airtable intercom.client.Client
  redis.Redis redis.StrictRedis redis.from_url redis.asyncio.Redis pymongo.MongoClient psycopg2.connect
  psycopg.connect pymysql.connect mysql.connector.connect snowflake.connector.connect sqlalchemy.create_engine
  elasticsearch.Elasticsearch zeep.Client paramiko.SSHClient hvac.Client smtplib.SMTP smtplib.SMTP_SSL
  http.client.HTTPSConnection http.client.HTTPConnection`;

/** Libraries that send their arguments to their intended destination without changing them. */
const clientModules = `
  requests requests_toolbelt requests_oauthlib httpx aiohttp urllib3 boto3 botocore aioboto3 openai anthropic
  cohere groq mistralai replicate together litellm elevenlabs deepgram assemblyai langchain langchain_core
  langchain_openai llama_index pinecone weaviate qdrant_client chromadb google googleapiclient google_auth_oauthlib
  oauth2client azure msal twilio vonage nexmo plivo telnyx messagebird livekit stripe braintree square paypalrestsdk
  plaid shopify sendgrid mailchimp_marketing mailchimp_transactional postmarker slack_sdk slack_bolt slack
  simple_salesforce salesforce_bulk hubspot zenpy zendesk jira atlassian github gitlab notion_client pyairtable
  airtable intercom asana trello gspread firebase_admin redis aioredis pymongo motor psycopg2 psycopg asyncpg pymysql
  mysql MySQLdb snowflake sqlalchemy elasticsearch opensearchpy kafka confluent_kafka pika celery paramiko fabric
  zeep suds grpc websocket websockets hvac jwt jose authlib oauthlib cryptography Crypto Cryptodome nacl bcrypt
  passlib certifi tenacity backoff dateutil pytz pendulum arrow dotenv sentry_sdk datadog ddtrace prometheus_client
  opentelemetry newrelic statsd phonenumbers xmltodict bs4 lxml`;

/** The functions of PyPI packages. */
export const pythonPackages: readonly (readonly [string, Effect])[] = [
  ...rows(client, clients),
  ...rows('receiver', '__enter__ __aenter__', 'client library.'),
  ['client library.*', 'use'],
  ...rows(
    'use',
    words(clientModules)
      .map((module) => `${module}.*`)
      .join(' '),
  ),
  ...rows('decorate', 'tenacity.retry backoff.on_exception backoff.on_predicate retry.retry retrying.retry'),
  ...rows('decorate', 'define frozen mutable', 'attrs.'),
  ...rows('decorate', 's attrs define frozen dataclass', 'attr.'),
  ...rows('attributes', 'attrs.asdict attr.asdict'),
  ...rows('replace fields', 'attrs.evolve attr.evolve'),
  ...rows('field default', 'attrs.field attr.ib attr.attrib pydantic.Field'),
  ...rows('field default', 'attrs.Factory attr.Factory'),
  ...rows('attributes', 'model_dump dict', 'pydantic.BaseModel.'),
  ...rows('shown', 'model_dump_json json', 'pydantic.BaseModel.'),
  ...rows('replace fields', 'model_copy', 'pydantic.BaseModel.'),
  ...rows('decorate', 'pydantic.dataclasses.dataclass'),
  ...rows('mask', 'SecretStr SecretBytes types.SecretStr types.SecretBytes', 'pydantic.'),
  ...rows(
    'masked value',
    `SecretStr.get_secret_value SecretBytes.get_secret_value types.SecretStr.get_secret_value
    types.SecretBytes.get_secret_value`,
    'pydantic.',
  ),
  ['pydantic.*', 'nothing'],
  ...rows(
    'shown',
    `orjson.dumps ujson.dumps simplejson.dumps rapidjson.dumps json5.dumps jsonpickle.encode yaml.dump
    yaml.safe_dump toml.dumps tomli_w.dumps tomlkit.dumps`,
  ),
  ...rows(
    'parse',
    `orjson.loads ujson.loads simplejson.loads rapidjson.loads json5.loads yaml.load yaml.safe_load toml.loads
    tomllib.loads tomli.loads tomlkit.loads`,
  ),
  ...rows('keep', 'markupsafe.escape requests.utils.quote termcolor.colored click.style typer.style'),
];
