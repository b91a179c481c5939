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

describe('a variable that programs react to', () => {
  it.each([
    ['the shell', 'PATH IFS ENV BASH_ENV SHELLOPTS BASH_FUNC_ls PROMPT_COMMAND'],
    ['the loader', 'LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT DYLD_INSERT_LIBRARIES'],
    ['Python', 'PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONEXECUTABLE PYTHONBREAKPOINT PYTHONPYCACHEPREFIX'],
    [
      'Node and npm',
      'NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NPM_CONFIG_REGISTRY npm_config_script_shell',
    ],
    ['what Node writes and loads', 'NODE_REPL_EXTERNAL_MODULE NODE_REDIRECT_WARNINGS NODE_V8_COVERAGE'],
    [
      'Perl, Ruby, Lua and PHP',
      'PERL5LIB PERL5OPT RUBYLIB RUBYOPT BUNDLE_GEMFILE LUA_INIT LUA_INIT_5_4 PHPRC',
    ],
    ['Java', 'JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS CLASSPATH MAVEN_OPTS GRADLE_OPTS'],
    ['pytest, pip and uv', 'PYTEST_ADDOPTS PYTEST_PLUGINS PIP_INDEX_URL PIP_CONFIG_FILE UV_INDEX_URL'],
    ['builds', 'MAKEFILES MAKEFLAGS RUSTC_WRAPPER RUSTFLAGS GOFLAGS GOPROXY ESBUILD_BINARY_PATH TAR_OPTIONS'],
    ['Vim', 'VIMINIT EXINIT'],
    ['clients', 'CURL_HOME WGETRC AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_CA_BUNDLE'],
    ['.NET', 'DOTNET_STARTUP_HOOKS DOTNET_ADDITIONAL_DEPS CORECLR_PROFILER_PATH'],
    ['Git', 'GIT_SSH_COMMAND GIT_ASKPASS GIT_EXEC_PATH GIT_CONFIG_COUNT GIT_DIR GIT_SEQUENCE_EDITOR'],
    [
      'what Git reads and writes',
      'GIT_TRACE GIT_TRACE_CURL GIT_TRACE2_EVENT GIT_WORK_TREE GIT_OBJECT_DIRECTORY GIT_INDEX_FILE',
    ],
    ['TLS', 'OPENSSL_CONF OPENSSL_MODULES SSL_CERT_FILE GIT_SSL_CAINFO SSLKEYLOGFILE'],
    ['proxies', 'HTTP_PROXY https_proxy ALL_PROXY no_proxy Ftp_Proxy'],
    ['Windows', 'Path PathExt ComSpec PSModulePath'],
    ['ourselves', 'AGENT_SECRETS_KEY AGENT_SECRETS_VAULT_URL AGENT_SECRETS_ANYTHING ELECTRON_RUN_AS_NODE'],
  ])('of %s is refused', (_, names) => {
    expect(names.split(' ').filter((name) => !steersPrograms(name))).toEqual([]);
  });

  it('is not confused with a similar name', () => {
    const names =
      'STRIPE_API_KEY DB_PASSWORD NODE_ENV PORT PYTHONUNBUFFERED GIT_TOKEN NPM_TOKEN PROXY PROXY_PASSWORD MY_PATH LDAP_PASSWORD AGENT_SECRET OPENSSL_KEY HTTP_PROXY_USER AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_REGION PIP_TOKEN UV_PUBLISH_TOKEN UV_INDEX_INTERNAL_PASSWORD CARGO_REGISTRY_TOKEN BUNDLE_GEMS__EXAMPLE__COM GIT_AUTHOR_NAME PHP_TOKEN GOOGLE_API_KEY GODADDY_KEY';
    expect(names.split(' ').filter((name) => steersPrograms(name))).toEqual([]);
  });
});
