import { Check } from 'typebox/value';
import { limits, nameProblem, type SecretKind } from '../../../contracts/secret.ts';
import { type SecretChange, SecretReading, type SecretValue } from '../../../contracts/vault-api/secrets.ts';
import { IntegrityError } from '../../crypto/index.ts';
import { ProblemError } from '../../errors/errors.ts';

/** A value as bytes, with the names of its fields. @throws ProblemError `InvalidInput` */
export function encodeValue(kind: SecretKind, value: SecretValue): { bytes: Buffer; fields: string[] } {
  if ((kind === 'single') !== (typeof value === 'string')) {
    throw new ProblemError(
      'InvalidInput',
      'A single secret has one value, a string; a key/value secret has fields.',
    );
  }
  const fields = typeof value === 'string' ? [] : Object.keys(value);
  if (fields.some((field) => nameProblem(field) !== undefined)) {
    throw new ProblemError(
      'InvalidInput',
      'A field name must contain only printable characters, without leading or trailing spaces.',
    );
  }
  const bytes = Buffer.from(JSON.stringify(value));
  if (sizeOf(value) > limits.valueBytes) {
    throw new ProblemError('TooLarge', `A value can be at most ${String(limits.valueBytes / 1024)} KiB.`);
  }
  return { bytes, fields };
}

/** @throws IntegrityError */
export function decodeValue(bytes: Buffer): SecretReading['value'] {
  const value: unknown = JSON.parse(bytes.toString());
  if (typeof value === 'string') return value;
  if (!Check(SecretReading.properties.value, value)) throw new IntegrityError('a stored value');
  return value;
}

/** The error for a change that consists only of an empty value; `what` names the thing that has the value. */
export function nothingButEmpty(what: string): ProblemError {
  return new ProblemError(
    'InvalidInput',
    `The value is empty, which keeps the stored one: nothing would change. Send a value, or delete ${what}.`,
  );
}

/** The field names of a decrypted value; wipes `bytes`. @throws IntegrityError */
export function fieldsOf(bytes: Buffer): readonly string[] {
  const value = decodeValue(bytes);
  bytes.fill(0);
  return typeof value === 'string' ? [] : Object.keys(value);
}

type FieldChange = NonNullable<SecretChange['fields']>;

/** Whether a change names any field. */
export function changesFields(fields: SecretChange['fields']): fields is FieldChange {
  return Object.keys(fields?.set ?? {}).length + (fields?.remove ?? []).length > 0;
}

/** The value with some of its fields replaced, added or removed. @throws ProblemError `InvalidInput` */
export function changeFields(value: SecretValue, { set = {}, remove = [] }: FieldChange): SecretValue {
  if (typeof value === 'string') throw new ProblemError('InvalidInput', 'A single secret has no fields.');
  if (remove.some((field) => !Object.hasOwn(value, field) || Object.hasOwn(set, field))) {
    throw new ProblemError('InvalidInput', 'Only existing fields that are not also set can be removed.');
  }
  // Built from entries, because a field can have any name, even "__proto__".
  const kept = Object.entries(value).filter(([field]) => !remove.includes(field));
  const fields = new Map([...kept, ...Object.entries(set)]);
  if (fields.size === 0)
    throw new ProblemError('InvalidInput', 'A key/value secret must keep at least one field.');
  if (fields.size > limits.fields) {
    throw new ProblemError('InvalidInput', `A secret can have at most ${String(limits.fields)} fields.`);
  }
  return Object.fromEntries(fields);
}

/** Size in UTF-8 bytes of a string, or of all fields including their names. */
function sizeOf(value: SecretValue): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return Object.entries(value).reduce(
    (sum, [field, text]) => sum + Buffer.byteLength(field) + Buffer.byteLength(text),
    0,
  );
}
