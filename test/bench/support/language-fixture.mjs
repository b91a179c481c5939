// One agent project and one workflow, of the size that the language figures are stated for.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where the benchmark types: the cursor goes right after this text, which many names start with. */
export const marker = 'typed_here = conv.utils.get_secret("service_';
/** The same in the workflow. */
export const workflowMarker = 'TYPED_HERE: ${{ github.';

export const pythonFile = path.join('functions', 'large.py');
export const workflowFile = path.join('.github', 'workflows', 'large.yml');

/** @typedef {{ lines: number, references: number, secrets: number }} Size */

/**
 * Writes an agent project with one large function file and a snapshot of its catalog, and what the
 * peers need: stubs with one overload for each name, and a workflow as long as the function file.
 * @param {string} folder an empty folder
 * @param {Size} size
 */
export function writeLanguageFixture(folder, size) {
  mkdirSync(path.join(folder, 'functions'), { recursive: true });
  mkdirSync(path.join(folder, '.github', 'workflows'), { recursive: true });
  writeFileSync(
    path.join(folder, 'project.yaml'),
    'project_id: bench-agent\nproject_name: Bench Agent\naccount_id: acc_bench\n',
  );
  writeFileSync(path.join(folder, pythonFile), pythonText(size));
  writeFileSync(path.join(folder, 'functions', 'agent_types.pyi'), stubText(size.secrets));
  writeFileSync(path.join(folder, workflowFile), workflowText(size));
  writeFileSync(path.join(folder, 'catalog.json'), JSON.stringify(snapshot(size.secrets)));
}

/** Every tenth name does not exist: a benchmark without findings would measure half the work. */
function isWrong(/** @type {number} */ i) {
  return i % 10 === 9;
}

/** @param {Size} size */
function pythonText({ lines, references, secrets }) {
  const linesPerFunction = Math.floor(lines / references);
  const text = ['import requests', 'from agent_types import Conversation', ''];
  for (let i = 0; i < references; i++) {
    const name = isWrong(i) ? `no_such_secret_${i}` : `service_${i % secrets}_key`;
    const isTyped = i === Math.floor(references / 2);
    text.push(
      `def call_${i}(conv: Conversation, order_id: str) -> dict:`,
      isTyped ? `    ${marker}")` : `    key = conv.utils.get_secret("${name}")`,
      `    headers = {"Authorization": f"Bearer {${isTyped ? 'typed_here' : 'key'}}", "X-Order": order_id}`,
      `    response = requests.get("https://api.example.com/orders", headers=headers, timeout=10)`,
      ...Array.from(
        { length: Math.max(0, linesPerFunction - 6) },
        (_, k) => `    total_${k} = ${k} + len(order_id) * ${i}`,
      ),
      `    return response.json()`,
      '',
    );
  }
  return text.join('\n');
}

/** @param {number} count */
function stubText(count) {
  const overloads = Array.from({ length: count }, (_, i) => [
    '    @overload',
    `    def get_secret(self, secret_name: Literal["service_${i}_key"]) -> str: ...`,
  ]);
  const head = ['from typing import Literal, overload', '', 'class Utils:'];
  return [...head, ...overloads.flat(), '', 'class Conversation:', '    utils: Utils', ''].join('\n');
}

/** @param {Size} size */
function workflowText({ lines, references }) {
  const linesPerStep = Math.max(3, Math.floor((lines - 10) / references));
  const text = ['name: large', 'on: push', 'jobs:', '  large:', '    runs-on: ubuntu-latest', '    steps:'];
  for (let i = 0; i < references; i++) {
    const context = isWrong(i) ? `no_such_context_${i}.name` : 'github.sha';
    const typed = i === Math.floor(references / 2) ? 'TYPED_HERE: ${{ github. }}' : `KEY: \${{ ${context} }}`;
    text.push('      - run: |', ...Array.from({ length: linesPerStep - 3 }, (_, k) => `          echo ${k}`));
    text.push('        env:', `          ${typed}`);
  }
  return `${text.join('\n')}\n`;
}

/** @param {number} count */
function snapshot(count) {
  const secrets = Array.from({ length: count }, (_, i) => ({
    name: `service_${i}_key`,
    kind: 'single',
    fields: [],
    description: `Key of service ${i}`,
    access: 'granted',
    updatedAt: '2026-01-01T00:00:00.000Z',
  }));
  const agent = { agentId: 'bench-agent', agentName: 'Bench Agent', complete: true, secrets };
  return { version: 1, asOf: '2026-01-01T00:00:00.000Z', agents: [agent] };
}
