/** The actions of a user at the browser. */
export interface Visitor {
  readonly login: string;
  /** Typed where a code is requested. */
  readonly userCode?: string;
  /** Declines the sign-in once logged in. */
  readonly declines?: boolean;
}

const mostSteps = 30;

/**
 * A browser without a window: follows redirects, stores cookies, fills in forms. Returns the text of the page
 * that has nothing left to fill in.
 */
export async function browse(start: string, visitor: Visitor): Promise<string> {
  const cookies = new Map<string, string>();
  let hasDeclined = false;
  let request: { url: string; body?: URLSearchParams } = { url: start };
  for (let step = 0; step < mostSteps; step += 1) {
    const answer = await fetch(request.url, {
      method: request.body ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(request.body && { body: request.body }),
    });
    keepCookies(cookies, answer);
    const text = await answer.text();
    const place = answer.headers.get('location');
    const next = place === null ? nextForm(text, visitor) : { action: place };
    if (!next || (hasDeclined && place === null)) return text;
    hasDeclined ||= next.action?.endsWith('/abort') ?? false;
    request = { ...next, url: new URL(next.action ?? '', request.url).href };
  }
  throw new Error(`The way from ${start} has no end`);
}

function keepCookies(cookies: Map<string, string>, answer: Response): void {
  for (const cookie of answer.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (value === '' || /expires=Thu, 01 Jan 1970/i.test(cookie)) cookies.delete(name);
    else cookies.set(name, value);
  }
}

function nextForm(
  page: string,
  { login, userCode, declines }: Visitor,
): { action?: string; body?: URLSearchParams } | undefined {
  const [form] = /<form[\s\S]*?<\/form>/.exec(page) ?? [];
  if (form === undefined) return undefined;
  const abort = /href="([^"]*\/abort)"/.exec(page)?.[1];
  if (declines && abort !== undefined && !form.includes('value="login"')) return { action: abort };
  const body = new URLSearchParams();
  for (const [input] of form.matchAll(/<input[^>]*>/g)) {
    const name = attribute(input, 'name');
    if (name !== undefined) body.set(name, attribute(input, 'value') ?? '');
  }
  if (body.has('login')) body.set('login', login);
  if (body.has('user_code') && body.get('user_code') === '') body.set('user_code', userCode ?? '');
  return { action: attribute(form, 'action') ?? '', body };
}

function attribute(element: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(element)?.[1];
}
