import {
  type AddedSuppression,
  type BranchChanges,
  type ChangedPlace,
  type ChangedCode,
  type CatalogDifference,
  type DynamicName,
  isUnchanged,
  type NeededSecret,
  type UnneededSecret,
} from '../../contracts/changes.ts';

/** The first row of the Secrets view while the branch changes something. */
export interface ChangesNode {
  readonly type: 'changes';
  readonly changes: BranchChanges;
  readonly groups: readonly ChangeGroupNode[];
}

/** One list of the changes; lists without rows have no group. */
export interface ChangeGroupNode {
  readonly type: 'changeGroup';
  readonly list: ChangeRowNode['list'];
  readonly rows: readonly ChangeRowNode[];
}

type Row =
  | { readonly list: 'needs'; readonly row: NeededSecret }
  | { readonly list: 'findings'; readonly row: ChangedCode }
  | { readonly list: 'dynamic'; readonly row: DynamicName }
  | { readonly list: 'suppressions'; readonly row: AddedSuppression }
  | { readonly list: 'gone'; readonly row: UnneededSecret }
  | { readonly list: 'catalog'; readonly row: CatalogDifference }
  | { readonly list: 'notChecked'; readonly row: ChangedPlace };

/** `name`, `agentId` and `place` are set for a needed secret, because commands such as Grant read them. */
export type ChangeRowNode = Row & {
  readonly type: 'change';
  readonly agentName: string;
  readonly name?: string;
  readonly agentId?: string;
  readonly place?: string;
};

export type ChangeNode = ChangesNode | ChangeGroupNode | ChangeRowNode;

/** Undefined if nothing changed. An agent whose name is unknown is shown by its ID. */
export function changesNode(changes: BranchChanges): ChangesNode | undefined {
  if (isUnchanged(changes)) return undefined;
  const nameOf = (agentId: string): string => changes.agentNames[agentId] ?? agentId;
  const type = 'change';
  const groups: readonly ChangeGroupNode[] = [
    group(
      'needs',
      changes.needs.map((row) => {
        const { name, agentId, label: place } = row;
        return { type, list: 'needs', row, agentName: nameOf(agentId), name, agentId, place };
      }),
    ),
    group(
      'findings',
      changes.findings.map((row) => ({ type, list: 'findings', row, agentName: '' })),
    ),
    group(
      'suppressions',
      changes.suppressions.map((row) => ({ type, list: 'suppressions', row, agentName: '' })),
    ),
    group(
      'dynamic',
      changes.dynamic.map((row) => ({ type, list: 'dynamic', row, agentName: nameOf(row.agentId) })),
    ),
    group(
      'gone',
      changes.gone.map((row) => ({ type, list: 'gone', row, agentName: nameOf(row.agentId) })),
    ),
    group(
      'catalog',
      changes.catalog.map((row) => ({ type, list: 'catalog', row, agentName: nameOf(row.agentId) })),
    ),
    group(
      'notChecked',
      changes.notChecked.map((row) => ({ type, list: 'notChecked', row, agentName: '' })),
    ),
  ];
  return { type: 'changes', changes, groups: groups.filter(({ rows }) => rows.length > 0) };
}

export function isChangeNode(node: { readonly type: string }): node is ChangeNode {
  return ['changes', 'changeGroup', 'change'].includes(node.type);
}

export function childrenOfChange(node: ChangeNode): readonly ChangeNode[] {
  if (node.type === 'changes') return node.groups;
  return node.type === 'changeGroup' ? node.rows : [];
}

/** IDs are stable, so that expanded nodes stay expanded when the list changes. */
export function changeId(node: ChangeNode): string {
  if (node.type === 'changes') return 'changes';
  if (node.type === 'changeGroup') return `changes:${node.list}`;
  const { list, row } = node;
  const isAccess = list === 'needs' || list === 'gone' || list === 'catalog';
  const what = isAccess ? `${row.agentId}:${row.name}` : `${row.label}:${row.place.range.start.character}`;
  return `changes:${list}:${what}:${list === 'findings' ? `${row.rule}:${row.message}` : ''}`;
}

function group(list: ChangeGroupNode['list'], rows: readonly ChangeRowNode[]): ChangeGroupNode {
  return { type: 'changeGroup', list, rows };
}
