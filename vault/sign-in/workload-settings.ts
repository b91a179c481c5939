import Type, { type Static } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { ClaimPath } from '../../contracts/vault-api/workloads.ts';
import { OperatorError } from '../errors/errors.ts';
import { checkIssuer } from './settings.ts';

const audience = Type.String({ minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' });

const Issuer = Type.Object(
  {
    /** Must match the issuer's `iss` exactly. */
    issuer: Type.String({ minLength: 1, maxLength: 255 }),
    /** Replaces the audience for the entire file. */
    audience: Type.Optional(audience),
    /**
     * Every identity must require an exact value for at least one of these claims; otherwise, an identity
     * could let in every client of the issuer. `["sub"]` by default.
     */
    identifiedBy: Type.Optional(Type.Array(ClaimPath, { minItems: 1, maxItems: 16 })),
    /** Whether each token can be used only once; false by default. */
    singleUse: Type.Optional(Type.Boolean()),
    /**
     * A file with the issuer's public keys (JWKS), relative to this file; if absent, the issuer publishes
     * them.
     */
    keysFile: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
  },
  { additionalProperties: false },
);

/** The file passed to `vault serve --workload-issuers FILE`. */
const WorkloadFile = Type.Object(
  {
    /** Required `aud` of every token: the address of this vault, or another name for this vault alone. */
    audience,
    issuers: Type.Array(Issuer, { minItems: 1, maxItems: 64 }),
  },
  { additionalProperties: false },
);

export type WorkloadIssuerSettings = Static<typeof Issuer> &
  Required<Pick<Static<typeof Issuer>, 'audience' | 'identifiedBy' | 'singleUse'>>;

/** All issuers with defaults filled in. @throws OperatorError that names the invalid part */
export function checkWorkloadFile(file: unknown): readonly WorkloadIssuerSettings[] {
  if (!Check(WorkloadFile, file)) throw new OperatorError(whatIsWrong(file));
  const { audience: common } = file;
  const issuers = file.issuers.map((one) => withDefaults(one, common));
  for (const { issuer } of issuers) checkIssuer(issuer, 'the workload issuers');
  const names = issuers.map(({ issuer }) => issuer);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return issuers;
  throw new OperatorError(`The workload issuers contain ${twice} twice. Remove one of the two.`);
}

function withDefaults(one: Static<typeof Issuer>, common: string): WorkloadIssuerSettings {
  return { audience: common, identifiedBy: ['sub'], singleUse: false, ...one };
}

function whatIsWrong(file: unknown): string {
  const [first] = Errors(WorkloadFile, file);
  const where = first?.instancePath.slice(1).replaceAll('/', '.');
  return `The file of the workload issuers is not valid: ${where ? `${where} ` : ''}${first?.message ?? 'check it'}.`;
}
