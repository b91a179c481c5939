import type { RotationCheck, RotationRun, ToRotatePanel } from '../../contracts/rotate-messages.ts';
import { type ReadValue, tooLarge } from '../common/value-problems.ts';
import { t } from '../common/words.ts';

export interface RotateState {
  readonly name: string;
  readonly kind: 'single' | 'key_value';
  readonly fields: readonly string[];
  readonly run?: RotationRun;
  /**
   * Undefined until the workspace's code has been analyzed. Until then, the secret must not be shown as
   * unused.
   */
  readonly checks?: readonly RotationCheck[];
  readonly tested: ReadonlySet<string>;
  /** True if the new value is no longer current. Until the next one is stored, there is nothing to revoke. */
  readonly restored: boolean;
}

export const valueIdOf = (index: number): string => (index < 0 ? 'value' : `value-${index}`);

export function openRotation(message: Extract<ToRotatePanel, { type: 'open' }>): RotateState {
  const { name, kind, fields, run, tested } = message;
  return { name, kind, fields, tested: new Set(tested), restored: false, ...(run ? { run } : {}) };
}

export function valueIds({ kind, fields }: RotateState): readonly string[] {
  return kind === 'single' ? [valueIdOf(-1)] : fields.map((_, index) => valueIdOf(index));
}

/**
 * The data to send: a single value, or the fields that were filled in. Undefined while all inputs are empty.
 */
export function newValue(
  { kind, fields }: RotateState,
  read: ReadValue,
): string | Readonly<Record<string, string>> | undefined {
  if (kind === 'single') return read(valueIdOf(-1)) || undefined;
  const filled = fields
    .map((field, index) => [field, read(valueIdOf(index))] as const)
    .filter(([, value]) => value !== '');
  return filled.length > 0 ? Object.fromEntries(filled) : undefined;
}

/** Why the value cannot be sent, and which input is invalid. */
export function valueProblem(
  state: RotateState,
  read: ReadValue,
): { readonly inputId: string; readonly message: string } | undefined {
  const [first = ''] = valueIds(state);
  if (newValue(state, read) === undefined) return { inputId: first, message: t('Enter the new value.') };
  for (const inputId of valueIds(state)) {
    const message = tooLarge(read(inputId));
    if (message !== undefined) return { inputId, message };
  }
  return undefined;
}

export function withTested(state: RotateState, id: string, tested: boolean): RotateState {
  const all = new Set(state.tested);
  if (tested) all.add(id);
  else all.delete(id);
  return { ...state, tested: all };
}

/** The IDs of checks that are selected and still exist. */
export function testedIds({ checks = [], tested }: RotateState): readonly string[] {
  return checks.map(({ id }) => id).filter((id) => tested.has(id));
}

export function progressText(state: RotateState): string {
  const { length } = state.checks ?? [];
  return length === 0 ? '' : t('{0} of {1} tested', testedIds(state).length, length);
}

export function isAllTested(state: RotateState): boolean {
  return testedIds(state).length === state.checks?.length;
}
