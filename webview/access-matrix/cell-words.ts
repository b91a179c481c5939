import type { CellKind } from '../../contracts/access-cell.ts';
import { untilText } from '../common/access-words.ts';
import { t } from '../common/words.ts';
import { endOf, kindOf, type CellRef, type MatrixState, usesOf, wishOf } from './matrix.ts';

/** A shape for each kind, so that color is not the only indicator. Empty cells have no shape. */
export const shapes: Readonly<Record<CellKind, string>> = {
  missing: 'warning',
  unused: 'circle-large-outline',
  maybe: 'question',
  unknown: 'circle-slash',
  used: 'pass-filled',
  empty: '',
};

export function cellWord(kind: CellKind): string {
  const words: Readonly<Record<CellKind, string>> = {
    missing: t('no access'),
    unused: t('unused'),
    maybe: t('maybe'),
    unknown: t('granted'),
    used: t('used'),
    empty: '',
  };
  return words[kind];
}

/** A longer text for each kind, for the legend, which has more room. */
export function kindText(kind: CellKind): string {
  const texts: Readonly<Record<CellKind, string>> = {
    missing: t('no access but used'),
    unused: t('granted but unused'),
    maybe: t('maybe used (dynamic), granted'),
    unknown: t('granted, code not in this workspace'),
    used: t('used, granted'),
    empty: t('not granted'),
  };
  return texts[kind];
}

/** The full description of a cell, for screen readers and for the line below the grid. */
export function cellText(state: MatrixState, cell: CellRef): string {
  const wanted = wishOf(state, cell);
  return [
    kindText(kindOf(state, cell)),
    untilText(endOf(state, cell)),
    placesText(usesOf(state, cell)),
    wanted === undefined ? '' : changeText(wanted),
  ]
    .filter(Boolean)
    .join('; ');
}

export function changeText(granted: boolean): string {
  return granted ? t('will be granted') : t('will be revoked');
}

export function placesText(count: number): string {
  if (count === 0) return '';
  return count === 1 ? t('1 place') : t('{0} places', count);
}

/** Cuts a long text in the middle, because names often differ only at their end. */
export function middle(text: string, most: number): string {
  if (text.length <= most) return text;
  const tail = Math.floor((most - 1) * 0.45);
  return `${text.slice(0, most - 1 - tail)}…${text.slice(-tail)}`;
}

/** Explains why nothing can be selected. */
export function readOnlyText(): string {
  return t('Your role can view access but not change it. Ask an account admin.');
}
