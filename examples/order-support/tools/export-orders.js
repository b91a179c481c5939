// Writes yesterday's orders to a file. Runs in a person's sandbox.
import { writeFile } from 'node:fs/promises';

const token = process.env['ORDERS_BEARER_TOKEN'];
const target = process.env.EXPORT_FILE || 'orders.json';

if (!token) {
  console.error('ORDERS_BEARER_TOKEN is missing: add it to your environment secrets.');
  process.exit(1);
}

const answer = await fetch('https://orders.example.com/export?day=yesterday', {
  headers: { Authorization: `Bearer ${token}` },
});
await writeFile(target, await answer.text());
