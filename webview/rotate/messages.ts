import type { RotationCheck, RotationRun, ToRotatePanel } from '../../contracts/rotate-messages.ts';
import type { PanelPlace } from '../../contracts/panel-evidence.ts';
import { isRecord } from '../../contracts/unknown-values.ts';
import { listOf, textOf, type UnknownRecord } from '../common/guards.ts';

/** The message, rebuilt from its known parts, or `undefined` if it is not one of ours. */
export function acceptToRotatePanel(data: unknown): ToRotatePanel | undefined {
  if (!isRecord(data)) return undefined;
  switch (data['type']) {
    case 'open':
      return acceptOpen(data);
    case 'checks':
      return acceptChecks(data);
    case 'rotated':
      return acceptRotated(data);
    case 'restored':
      return { type: 'restored' };
    case 'kept':
      return { type: 'kept' };
    case 'failed':
      return acceptFailed(data);
    default:
      return undefined;
  }
}

function acceptOpen(data: UnknownRecord): ToRotatePanel | undefined {
  const { name, kind } = data;
  const fields = listOf(data['fields'], textOf);
  const tested = listOf(data['tested'], textOf);
  const run = runOf(data['run']);
  if (typeof name !== 'string' || (kind !== 'single' && kind !== 'key_value')) return undefined;
  if (!fields || !tested) return undefined;
  return { type: 'open', name, kind, fields, tested, ...(run ? { run } : {}) };
}

function acceptChecks(data: UnknownRecord): ToRotatePanel | undefined {
  const checks = listOf(data['checks'], checkOf);
  return checks && { type: 'checks', checks };
}

function acceptRotated(data: UnknownRecord): ToRotatePanel | undefined {
  const run = runOf(data['run']);
  return run && { type: 'rotated', run };
}

function acceptFailed(data: UnknownRecord): ToRotatePanel | undefined {
  const message = textOf(data['message']);
  return message === undefined ? undefined : { type: 'failed', message };
}

function runOf(data: unknown): RotationRun | undefined {
  if (!isRecord(data)) return undefined;
  const { before, now } = data;
  return typeof before === 'number' && typeof now === 'number' ? { before, now } : undefined;
}

function checkOf(data: unknown): RotationCheck | undefined {
  if (!isRecord(data)) return undefined;
  const { id, agentName, file, maybe } = data;
  const places = listOf(data['places'], placeOf);
  if (typeof id !== 'string' || typeof agentName !== 'string' || !places) return undefined;
  return { id, agentName, ...(typeof file === 'string' ? { file } : {}), places, maybe: maybe === true };
}

function placeOf(data: unknown): PanelPlace | undefined {
  if (!isRecord(data)) return undefined;
  const { id, label } = data;
  return typeof id === 'number' && typeof label === 'string' ? { id, label } : undefined;
}
