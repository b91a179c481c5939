const hour = 3_600_000;
const day = 24 * hour;

/** Ages that do not depend on when the pictures are taken: the days since each of the `secrets` changed. */
const daysOld: Readonly<Record<string, number>> = {
  booking_api_live: 5,
  booking_api_sandbox: 12,
  fraud_check_key: 21,
  guest_crm: 3,
  loyalty_api_token: 40,
  payments_api_key: 3,
  weather_api_key: 90,
};

/** The newest entry of lists of versions or events, for pages that show dates. */
const newest = Date.parse('2026-05-12T14:20:00Z');

type Fields = Readonly<Record<string, unknown>>;

/** The JSON of a vault's response, with the ages and dates for the pictures. */
export function agedText(text: string, minutesOld: number): string {
  return text === '' ? '' : JSON.stringify(aged(JSON.parse(text), 0, minutesOld));
}

function aged(value: unknown, index: number, minutesOld: number): unknown {
  if (Array.isArray(value)) return value.map((item, at) => aged(item, at, minutesOld));
  if (!isFields(value)) return value;
  const inner = Object.entries(value).map(([key, item]) => [key, aged(item, index, minutesOld)] as const);
  return { ...Object.fromEntries(inner), ...times(value, index, minutesOld) };
}

function times(fields: Fields, index: number, minutesOld: number): Fields {
  if ('asOf' in fields) return { asOf: ago(minutesOld * 60_000) };
  if ('seq' in fields) return { at: date(index) };
  if ('reason' in fields) return { createdAt: ago(2 * hour) };
  if ('version' in fields && 'current' in fields) return { createdAt: date(index * 3) };
  // Only pages that show dates read the secrets of the account.
  if ('revision' in fields) return { createdAt: date(index), updatedAt: date(index) };
  const age = (daysOld[String(fields['name'])] ?? 8) * day;
  return {
    ...('updatedAt' in fields && { updatedAt: ago(age) }),
    ...('createdAt' in fields && { createdAt: ago(age) }),
  };
}

function ago(milliseconds: number): string {
  return new Date(Date.now() - milliseconds).toISOString();
}

/** Each entry is some days and hours older than the previous one. */
function date(index: number): string {
  return new Date(newest - index * (2 * day + 5 * hour + 7 * 60_000)).toISOString();
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
