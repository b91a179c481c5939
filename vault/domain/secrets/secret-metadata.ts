import type { SecretMetadata } from '../../../contracts/vault-api/secrets.ts';
import type { SecretRecord } from '../../storage/records.ts';
import { shownEnds } from '../rows/grants.ts';
import { tagOfSecret } from '../input/tags.ts';

/** The part of a secret that people can see. */
export function toMetadata(secret: SecretRecord): SecretMetadata {
  const { name, kind, fields, description, version, createdAt, updatedAt, access, revision } = secret;
  return {
    name,
    kind,
    fields: [...fields],
    description,
    agentIds: [...access.agentIds],
    ...shownEnds(access),
    version,
    createdAt,
    updatedAt,
    revision,
    etag: tagOfSecret(secret),
    ...deprecationOf(secret),
    ...secret.upkeep,
    ...(secret.lastReadAt === null ? {} : { lastReadAt: secret.lastReadAt }),
    ...(secret.deletedAt === null ? {} : { deletedAt: secret.deletedAt }),
    ...(secret.purgeAfter === null ? {} : { purgeAfter: secret.purgeAfter }),
  };
}

/** The deprecation as shown in lists and catalogs. */
export function deprecationOf({
  deprecatedAt,
  replacement,
}: Pick<SecretRecord, 'deprecatedAt' | 'replacement'>): Pick<SecretMetadata, 'deprecated'> {
  if (deprecatedAt === null) return {};
  return { deprecated: replacement === null ? {} : { replacement } };
}
