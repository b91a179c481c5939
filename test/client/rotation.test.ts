import { describe, expect, it } from 'vitest';
import { versionShown } from '../../client/panels/history.ts';
import { eventShown, namesOf } from '../../client/panels/shown-events.ts';
import { namesInRotation, rotationChecks, rotationKey, rotationOf } from '../../client/panels/rotation.ts';

const agents = [
  { agentId: 'H', agentName: 'Hotel Booking' },
  { agentId: 'C', agentName: 'Clinic Reception' },
];
const place = (id: number, label: string) => ({ id, label });

describe('postponed rotations', () => {
  it('are found by account, whatever the names', () => {
    const keys = [
      rotationKey('A', 'my key'),
      rotationKey('A', 'crm'),
      rotationKey('AB', 'x'),
      'agentSecrets.other',
    ];
    expect(namesInRotation(keys, 'A')).toEqual(['crm', 'my key']);
    expect(namesInRotation(keys, 'B')).toEqual([]);
  });
});

describe('what to test after a rotation', () => {
  it('is each file that uses the secret once, and each other agent that can read it', () => {
    const evidence = [
      {
        agentId: 'H',
        places: [place(0, 'h/a.py:3'), place(1, 'h/a.py:9')],
        maybe: [place(2, 'h/b.py:1'), place(3, 'h/a.py:5')],
      },
    ];
    expect(rotationChecks(agents, ['H', 'C', 'gone'], evidence)).toEqual([
      {
        id: 'H h/a.py',
        agentName: 'Hotel Booking',
        file: 'h/a.py',
        places: [place(0, 'h/a.py:3'), place(1, 'h/a.py:9')],
        maybe: false,
      },
      {
        id: 'H h/b.py',
        agentName: 'Hotel Booking',
        file: 'h/b.py',
        places: [place(2, 'h/b.py:1')],
        maybe: true,
      },
      { id: 'C', agentName: 'Clinic Reception', places: [], maybe: false },
      { id: 'gone', agentName: 'gone', places: [], maybe: false },
    ]);
  });
});

describe('a rotation in progress', () => {
  const stored = { run: { before: 3, now: 4 }, tested: ['C', 7] };

  it('continues where it stopped', () => {
    expect(rotationOf(stored, 4)).toEqual({ run: { before: 3, now: 4 }, tested: ['C'] });
  });

  it('is over when the vault has another version, or nothing usable is stored', () => {
    expect(rotationOf(stored, 5)).toBeUndefined();
    for (const other of [undefined, 'x', {}, { run: {}, tested: [] }, { run: { before: 3, now: 4 } }])
      expect(rotationOf(other, 4)).toBeUndefined();
  });
});

describe('the name in a history', () => {
  const names = namesOf(
    [
      { id: 'tok_1', name: 'laptop', userId: 'usr_ada' },
      { id: 'tok_2', name: 'pipeline' },
    ],
    [{ id: 'usr_ada', name: 'Ada' }],
    agents,
  );
  const version = {
    version: 2,
    kind: 'single' as const,
    fields: [],
    createdAt: '2026-11-20',
    createdBy: 'tok_1',
    current: true,
  };
  const event = {
    seq: 1,
    at: '2026-11-20',
    actorId: 'tok_2',
    actorRole: 'admin',
    action: 'access.change',
    decision: 'allowed' as const,
    granted: ['H'],
    revoked: ['gone'],
    requestId: 'r',
    address: '10.0.0.1',
  };

  it('is the person of a key, otherwise the key, otherwise an id', () => {
    expect(versionShown(version, names).createdBy).toBe('Ada');
    expect(versionShown(version, namesOf([], [], [])).createdBy).toBe('tok_1');
    expect(eventShown(event, names, new Map())).toEqual({
      seq: 1,
      at: '2026-11-20',
      actor: 'pipeline',
      action: 'access.change',
      decision: 'allowed',
      granted: ['Hotel Booking'],
      revoked: ['gone'],
    });
  });
});
