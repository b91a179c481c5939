import { describe, expect, it } from 'vitest';
import { isCredentialField } from '../../analysis/model/credential-field.ts';

describe('a field of a secret', () => {
  it.each(
    (
      'key token secret password passwd pwd pass private private_key auth authorization Authorization credential ' +
      'credentials signature cert client_cert bearer pin api_key apiKey API_KEY APIKey apikey api-key clientSecret ' +
      'access_token accessToken secret_key_2 token2 key_v2 api_key_live private_key_pem auth_header password_old ' +
      'secret_access_key basic_auth db_pass jwt passphrase'
    ).split(' '),
  )('is a credential: %s', (name) => {
    expect(isCredentialField(name)).toBe(true);
  });

  it.each(
    (
      'sandbox enabled max_retries subdomain mode location hotel_code brand client_id key_id token_url auth_url ' +
      'public_key publicKey secret_name private_key_id tokenEndpoint key_version token_type auth_method max_token ' +
      'max_tokens use_auth enable_auth verify_cert has_password monkey author pinned keyboard tokenizer hotkey ' +
      'password_policy cert_path signature_algorithm publishable_key site_key value live 2 _'
    ).split(' '),
  )('is none: %s', (name) => {
    expect(isCredentialField(name)).toBe(false);
  });

  it('without a name is none', () => {
    expect(isCredentialField('')).toBe(false);
  });
});
