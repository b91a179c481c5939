// Copies the room rates into the agent's knowledge once a night. Runs in a person's sandbox.
const url = process.env.RATES_URL ?? 'https://rates.example.com/v1/rates';
const { RATES_API_KEY, KNOWLEDGE_BEARER_TOKEN: knowledgeToken } = process.env;

if (!RATES_API_KEY || !knowledgeToken) {
  throw new Error(
    'RATES_API_KEY and KNOWLEDGE_BEARER_TOKEN are needed: add them to your environment secrets.',
  );
}

const rates = await fetch(url, { headers: { 'X-Api-Key': RATES_API_KEY } });
if (!rates.ok) throw new Error(`The rates answered ${rates.status}.`);

const answer = await fetch('https://knowledge.example.com/v1/topics/rates', {
  method: 'PUT',
  headers: { Authorization: `Bearer ${knowledgeToken}`, 'Content-Type': 'application/json' },
  body: JSON.stringify(await rates.json()),
});
console.log(`knowledge answered ${answer.status}`);

export {};
