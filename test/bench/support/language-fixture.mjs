// A Python file and a catalog of the size that the language figures are stated for.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where the benchmark types: the cursor goes right behind this text. */
export const marker = 'conv.utils.get_secret("typed_here_';

/**
 * Writes an agent project with one large function file, and a snapshot of its catalog.
 * @param {string} folder an empty folder
 * @param {{ lines: number, references: number, secrets: number }} size
 */
export function writeLanguageFixture(folder, size) {
  mkdirSync(path.join(folder, 'functions'), { recursive: true });
  writeFileSync(
    path.join(folder, 'project.yaml'),
    'project_id: bench-agent\nproject_name: Bench Agent\naccount_id: acc_bench\n',
  );
  writeFileSync(path.join(folder, 'functions', 'large.py'), pythonText(size));
  writeFileSync(path.join(folder, 'catalog.json'), JSON.stringify(snapshot(size.secrets)));
}

/** @param {{ lines: number, references: number, secrets: number }} size */
function pythonText({ lines, references, secrets }) {
  const linesPerFunction = Math.floor(lines / references);
  const text = ['import requests', ''];
  for (let i = 0; i < references; i++) {
    // Every tenth name does not exist: a benchmark without findings would measure half the work.
    const name = i % 10 === 9 ? `no_such_secret_${i}` : `service_${i % secrets}_key`;
    const body = [
      `def call_${i}(conv, order_id: str) -> dict:`,
      `    key = conv.utils.get_secret("${i === Math.floor(references / 2) ? 'typed_here_' : name}")`,
      `    headers = {"Authorization": f"Bearer {key}", "X-Order": order_id}`,
      `    response = requests.get("https://api.example.com/orders", headers=headers, timeout=10)`,
      ...Array.from(
        { length: Math.max(0, linesPerFunction - 6) },
        (_, k) => `    total_${k} = ${k} + len(order_id) * ${i}`,
      ),
      `    return response.json()`,
      '',
    ];
    text.push(...body);
  }
  return text.join('\n');
}

/** @param {number} count */
function snapshot(count) {
  const secrets = Array.from({ length: count }, (_, i) => ({
    name: `service_${i}_key`,
    kind: i % 3 === 0 ? 'key_value' : 'single',
    fields: i % 3 === 0 ? ['client_id', 'client_secret'] : [],
    description: `Key of service ${i}`,
    access: 'granted',
    updatedAt: '2026-01-01T00:00:00.000Z',
  }));
  const agent = { agentId: 'bench-agent', agentName: 'Bench Agent', complete: true, secrets };
  return { version: 1, asOf: '2026-01-01T00:00:00.000Z', agents: [agent] };
}
