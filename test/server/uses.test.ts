import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type FieldPlacesParams,
  type FieldPlacesResult,
  lspMessages,
  type Place,
} from '../../contracts/lsp-messages.ts';
import { bundle } from './support/bundle.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';
import { eventually } from './support/eventually.ts';

const fixture = `
//- booking/project.yaml
project_id: booking
project_name: Booking
//- booking/functions/pay.py
def pay(conv):
    return conv.utils.get_secret("stripe_api_key")
//- booking/flows/refund/functions/refund.py
def refund(conv):
    name = conv.state.which
    conv.utils.get_secret(name)
    return conv.utils.get_secret("stripe_api_key")
//- booking/_gen/stub.py
conv.utils.get_secret("generated")
//- booking/nested/project.yaml
project_id: nested
project_name: Nested
//- booking/nested/functions/a.py
def a(conv):
    return conv.utils.get_secret("nested_key")
`;

describe('the places where an agent reads its secrets', () => {
  let server: string;
  beforeAll(async () => {
    server = await bundle('server');
  });

  it('are found in the whole project, without generated files and nested agents', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await Editor.start({ workspace, server });
    expect(await editor.allUses('booking')).toEqual({
      stripe_api_key: ['booking/flows/refund/functions/refund.py:4', 'booking/functions/pay.py:2'],
    });
    expect(await editor.allUses('nested')).toEqual({ nested_key: ['booking/nested/functions/a.py:2'] });
  });

  it('follow unsaved edits, and return to the disk on close', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await Editor.start({ workspace, server });
    await editor.allUses('booking');
    await editor.open('booking/functions/pay.py', 'def pay(conv):\n    pass\n');
    await editor.edit('booking/functions/pay.py', { text: '\nconv.utils.get_secret("typed_key")\n' });
    await eventually(async () =>
      expect(await editor.allUses('booking')).toMatchObject({ typed_key: ['booking/functions/pay.py:2'] }),
    );
    await editor.close('booking/functions/pay.py');
    await eventually(async () => expect(await editor.allUses('booking')).not.toHaveProperty('typed_key'));
  });

  it('follow files that are created and deleted on disk', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await Editor.start({ workspace, server });
    await editor.allUses('booking');
    workspace.write('booking/functions/new.py', 'conv.utils.get_secret("new_key")\n');
    workspace.remove('booking/functions/pay.py');
    await editor.filesChanged('booking/functions/new.py', 'booking/functions/pay.py');
    await eventually(async () =>
      expect(await editor.allUses('booking')).toEqual({
        new_key: ['booking/functions/new.py:1'],
        stripe_api_key: ['booking/flows/refund/functions/refund.py:4'],
      }),
    );
  });

  it('are empty for an agent that is not in the workspace', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await Editor.start({ workspace, server });
    expect(await editor.allUses('somebody-else')).toEqual({});
  });
});

describe('the code that reads fields of a secret', () => {
  const crm = `
//- booking/project.yaml
project_id: booking
project_name: Booking
//- booking/functions/find.py
def find(conv):
    crm = conv.utils.get_secret("crm")
    region = crm.get("region")
    return region, crm["client_id"]
//- booking/functions/send.py
def send(conv):
    return conv.utils.get_secret("crm")["client_secret"]
//- booking/functions/pass_on.py
def pass_on(conv):
    return connect(conv.utils.get_secret("crm"))
//- booking/functions/other.py
def other(conv):
    return conv.utils.get_secret("mail")["client_id"]
`;

  it('is known by field, apart from other code that reads the secret', async () => {
    using workspace = new TemporaryWorkspace(crm);
    await using editor = await Editor.start({ workspace, server: await bundle('server') });
    const ask = async (...fields: readonly string[]): Promise<readonly (readonly string[])[]> => {
      const params: FieldPlacesParams = { name: 'crm', fields };
      const found = await editor.connection.sendRequest<FieldPlacesResult>(lspMessages.fieldPlaces, params);
      const labels = (places: readonly Place[]): readonly string[] =>
        places.map(({ uri, range }) => `${path.basename(uri)}:${range.start.line + 1}`);
      return [labels(found.fields), labels(found.others)];
    };
    expect(await ask('client_id')).toEqual([['find.py:4'], ['pass_on.py:2', 'send.py:2']]);
    expect(await ask('region')).toEqual([['find.py:3'], ['pass_on.py:2', 'send.py:2']]);
    expect(await ask('client_secret', 'client_id')).toEqual([['find.py:4', 'send.py:2'], ['pass_on.py:2']]);
    expect(await ask('tenant')).toEqual([[], ['find.py:2', 'pass_on.py:2', 'send.py:2']]);
  });
});
