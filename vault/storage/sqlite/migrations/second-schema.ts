import { secondIndexes, secondTables, versionsTable } from '../../sql/schema.ts';
import { columnTypes } from '../queries.ts';

/**
 * People, environment secrets, access requests and versions; a secret and its access list become one row
 * under one MAC. Existing rows stay in revision 0 until the vault has sealed them again.
 */
export function secondSchema(): readonly string[] {
  return [
    ...moveVersions,
    ...extendSecrets,
    ...extendOthers,
    ...secondTables(columnTypes),
    ...fillIndex,
    ...secondIndexes,
  ];
}

const moveVersions = [
  versionsTable('new_versions', columnTypes),
  `insert into new_versions
    select secret_id, secret_versions.version, kind, fields, 1, created_at, 'unknown', wrapped_key, sealed_value
    from secret_versions join secrets on secrets.id = secret_id`,
  'drop table secret_versions',
  'alter table new_versions rename to secret_versions',
];

const extendSecrets = [
  'alter table secrets add column latest_version integer not null default 1',
  'alter table secrets add column deleted_at text',
  'alter table secrets add column purge_after text',
  'alter table secrets add column deprecated_at text',
  'alter table secrets add column replacement text',
  `alter table secrets add column agent_ids text not null default '[]'`,
  'alter table secrets add column access_version integer not null default 1',
  `alter table secrets add column access_updated_at text not null default ''`,
  'alter table secrets add column revision integer not null default 0',
  `alter table secrets add column mac blob not null default x''`,
  `update secrets set latest_version = version, agent_ids = list.agent_ids,
    access_version = list.access_version, access_updated_at = list.access_updated_at, mac = list.access_mac
    from access_lists as list where list.secret_id = secrets.id`,
  'drop table access_lists',
];

const extendOthers = [
  `alter table keys add column state text not null default 'active'`,
  'alter table tokens add column user_id text',
  `alter table tokens add column addresses text not null default '[]'`,
  'alter table tokens add column last_used_at text',
  'alter table audit add column secret_id text',
  'alter table audit add column revision integer',
  'alter table audit add column user_id text',
  'alter table audit add column target_id text',
  'alter table audit add column address text',
];

const fillIndex = [
  `insert into secret_agents
    select secrets.account_id, agent.value, secrets.name, secrets.id from secrets, json_each(secrets.agent_ids) as agent`,
];
