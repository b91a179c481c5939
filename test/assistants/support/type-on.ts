/** Fills in and sends the page's form as a browser does. */
export async function typeOn(url: string, value: string): Promise<void> {
  const page = await fetch(url);
  const [cookie = ''] = (page.headers.get('set-cookie') ?? '').split(';');
  const [, csrf = ''] = /name="csrf" value="([^"]*)"/.exec(await page.text()) ?? [];
  const { origin } = new URL(url);
  const sent = await fetch(url, {
    method: 'POST',
    headers: { cookie, origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrf, answer: 'save', value }).toString(),
  });
  if (!sent.ok) throw new Error(`The page answered ${String(sent.status)}.`);
}
