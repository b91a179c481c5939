import { describe, expect, it } from 'vitest';
import { isVariableName, steersPrograms } from '../../contracts/variable-name.ts';

describe('the name of a variable', () => {
  it.each(['A', '_', 'STRIPE_API_KEY', 'https_proxy', 'A1'])('is %j', (name) => {
    expect(isVariableName(name)).toBe(true);
  });

  it.each(['', '1A', 'A-B', 'A.B', 'A B', 'A=B', 'A\n', 'A\0', 'É'])('is not %j', (name) => {
    expect(isVariableName(name)).toBe(false);
  });
});

describe('a variable that programs listen to', () => {
  it.each([
    ['the shell', 'PATH IFS ENV BASH_ENV SHELLOPTS BASH_FUNC_ls PROMPT_COMMAND'],
    ['the loader', 'LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT DYLD_INSERT_LIBRARIES'],
    ['Python', 'PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONEXECUTABLE PYTHONBREAKPOINT PYTHONPYCACHEPREFIX'],
    [
      'Node and npm',
      'NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NPM_CONFIG_REGISTRY npm_config_script_shell',
    ],
    ['Perl and Ruby', 'PERL5LIB PERL5OPT RUBYLIB RUBYOPT'],
    ['Java', 'JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS CLASSPATH'],
    ['.NET', 'DOTNET_STARTUP_HOOKS DOTNET_ADDITIONAL_DEPS CORECLR_PROFILER_PATH'],
    ['Git', 'GIT_SSH_COMMAND GIT_ASKPASS GIT_EXEC_PATH GIT_CONFIG_COUNT GIT_DIR GIT_SEQUENCE_EDITOR'],
    ['TLS', 'OPENSSL_CONF OPENSSL_MODULES SSL_CERT_FILE GIT_SSL_CAINFO'],
    ['proxies', 'HTTP_PROXY https_proxy ALL_PROXY no_proxy Ftp_Proxy'],
    ['Windows', 'Path PathExt ComSpec PSModulePath'],
    ['ourselves', 'AGENT_SECRETS_KEY AGENT_SECRETS_VAULT_URL AGENT_SECRETS_ANYTHING ELECTRON_RUN_AS_NODE'],
  ])('of %s is refused', (_, names) => {
    expect(names.split(' ').filter((name) => !steersPrograms(name))).toEqual([]);
  });

  it('is no other one', () => {
    const names =
      'STRIPE_API_KEY DB_PASSWORD NODE_ENV PORT PYTHONUNBUFFERED GIT_TOKEN NPM_TOKEN PROXY PROXY_PASSWORD MY_PATH LDAP_PASSWORD AGENT_SECRET OPENSSL_KEY HTTP_PROXY_USER';
    expect(names.split(' ').filter((name) => steersPrograms(name))).toEqual([]);
  });
});
