import type { RequestStatus } from '../../contracts/vault-api/requests.ts';
import type { Translate } from '../../contracts/words.ts';
import { isOpen, type RequestRow } from '../session/request-rows.ts';
import type { TimeFormats } from './secret-text.ts';

/** One line below a request. */
export interface RequestDetail {
  readonly kind: 'new' | 'reason' | 'place' | 'decision' | 'earlier';
  readonly text: string;
}

/**
 * The details that do not fit next to the name at the default width: who asked and why, where the code is,
 * how the request was decided, and whether an earlier one was declined.
 */
export function requestDetails(
  row: RequestRow,
  { age }: Pick<TimeFormats, 'age'>,
  t: Translate,
): readonly RequestDetail[] {
  const { request, isOwn, earlier } = row;
  const { reason, place, requestedByName } = request;
  const why = [...(isOwn ? [] : [requestedByName]), ...(reason === '' ? [] : [reason])].join(': ');
  return [
    ...(request.newSecret === true ? [{ kind: 'new', text: t('Does not exist yet') } as const] : []),
    ...(isOpen(row) ? [] : [{ kind: 'decision', text: decision(request, t) } as const]),
    ...(why === '' ? [] : [{ kind: 'reason', text: why } as const]),
    ...(place === undefined ? [] : [{ kind: 'place', text: place } as const]),
    ...(earlier === undefined ? [] : [{ kind: 'earlier', text: earlierDecision(earlier, age, t) } as const]),
  ];
}

/** For screen readers, which read the row before its details. */
export function requestLabel(
  row: RequestRow,
  formats: Pick<TimeFormats, 'age'>,
  t: Translate,
): readonly string[] {
  const { request } = row;
  return [
    ...requestDetails(row, formats, t).map(({ text }) => text),
    formats.age(request.decidedAt ?? request.createdAt),
  ];
}

type Decided = Pick<RequestRow['request'], 'status' | 'decidedByName' | 'note'>;

function decision(request: Decided, t: Translate): string {
  const { status, decidedByName, note } = request;
  const what = statusLabel(status, decidedByName, t);
  return note === undefined || note === '' ? what : `${what}: "${note}"`;
}

function earlierDecision(
  request: RequestRow['request'],
  age: (then: string) => string,
  t: Translate,
): string {
  const when = age(request.decidedAt ?? request.createdAt);
  return t('Earlier request: {0} ({1})', decision(request, t), when);
}

function statusLabel(status: RequestStatus, by: string | undefined, t: Translate): string {
  switch (status) {
    case 'pending':
      return t('open');
    case 'approved':
      return by === undefined ? t('approved') : t('approved by {0}', by);
    case 'declined':
      return by === undefined ? t('declined') : t('declined by {0}', by);
    case 'cancelled':
      return t('cancelled');
  }
}
