import type { FastifyServerOptions } from 'fastify';

type Ajv = Parameters<NonNullable<NonNullable<FastifyServerOptions['ajv']>['onCreate']>>[0];

/**
 * Narrows the format `date-time` to times that the vault can store. The format allows leap seconds and
 * offsets without minutes, which `Date` rejects, and years that need more than four digits in UTC. Stored
 * times are compared as strings, so such a year would count as earlier than every other time.
 */
export function requireStorableTimes(ajv: Ajv): void {
  const known = ajv.formats['date-time'];
  const isKnown = typeof known === 'object' && 'validate' in known ? known.validate : undefined;
  if (!isValidator(isKnown)) throw new TypeError('The format "date-time" has no validator');
  ajv.addFormat('date-time', {
    validate: (text: string) => isKnown(text) === true && isStorable(text),
  });
}

/** The validator of a format that applies to strings. */
function isValidator(candidate: unknown): candidate is (text: string) => unknown {
  return typeof candidate === 'function';
}

const earliest = Date.parse('0000-01-01T00:00:00.000Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

function isStorable(time: string): boolean {
  const at = Date.parse(time);
  return at >= earliest && at <= latest;
}
