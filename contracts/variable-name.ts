/**
 * Variables that control what a program runs or loads, whom it trusts, where it connects, or which files it
 * uses. Anyone who can set one of them can run code on that machine or read what the program sends, so none
 * of them may contain a secret.
 */
const steering = new RegExp(
  `^(${[
    'PATH|HOME|IFS|ENV|SHELL|SHELLOPTS|BASHOPTS|BASH_ENV|BASH_FUNC_\\w*|PROMPT_COMMAND|PS4|ZDOTDIR',
    'LD_\\w+|DYLD_\\w+|GCONV_PATH|GLIBC_TUNABLES|PATHEXT|COMSPEC|PSMODULEPATH',
    'NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED|NPM_CONFIG_\\w*|ELECTRON_RUN_AS_NODE',
    'NODE_(REPL_EXTERNAL_MODULE|REDIRECT_WARNINGS|V8_COVERAGE)|ESBUILD_BINARY_PATH',
    'PYTHON(PATH|HOME|STARTUP|INSPECT|BREAKPOINT|WARNINGS|USERBASE|EXECUTABLE|PLATLIBDIR|PYCACHEPREFIX)|PYTEST_(ADDOPTS|PLUGINS)',
    'PIP_(CONFIG_FILE|(EXTRA_)?INDEX_URL|FIND_LINKS|TRUSTED_HOST|CERT)',
    'UV_(CONFIG_FILE|INDEX|DEFAULT_INDEX|(EXTRA_)?INDEX_URL|FIND_LINKS|INSECURE_HOST)',
    'LUA_INIT(_5_\\d)?|LUA_C?PATH(_5_\\d)?|PHPRC|PHP_INI_SCAN_DIR|BUNDLE_GEMFILE|GEM_(HOME|PATH)|VIMINIT|EXINIT',
    'MAKEFILES|(GNU)?MAKEFLAGS|TAR_OPTIONS|MAVEN_(OPTS|ARGS)|GRADLE_OPTS',
    'RUSTC|RUSTC_(WORKSPACE_)?WRAPPER|RUSTFLAGS|GO(ENV|FLAGS|INSECURE|PROXY|ROOT|SUMDB|TOOLCHAIN)',
    'PERL5?LIB|PERL5OPT|PERL5DB|RUBYOPT|RUBYLIB|CLASSPATH|JDK_JAVA_OPTIONS|_?JAVA_(TOOL_)?OPTIONS',
    'DOTNET_STARTUP_HOOKS|DOTNET_ADDITIONAL_DEPS|DOTNET_SHARED_STORE|COR(ECLR)?_PROFILER\\w*',
    'GIT_(SSH|SSH_COMMAND|ASKPASS|EDITOR|SEQUENCE_EDITOR|PAGER|EXTERNAL_DIFF|PROXY_COMMAND|EXEC_PATH|TEMPLATE_DIR)',
    'GIT_(CONFIG\\w*|DIR|COMMON_DIR|SSL_\\w+|PROXY_SSL_\\w+|TRACE\\w*|ALLOW_PROTOCOL)',
    'GIT_(WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES)',
    'SSH_ASKPASS|SUDO_ASKPASS|EDITOR|VISUAL|PAGER|MANPAGER|LESSOPEN|LESSCLOSE|BROWSER',
    'SSLKEYLOGFILE|CURL_HOME|WGETRC|AWS_(CONFIG_FILE|SHARED_CREDENTIALS_FILE|CA_BUNDLE)',
    'OPENSSL_(CONF|MODULES|ENGINES)|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|\\w+_PROXY',
    'AGENT_SECRETS_\\w*',
  ].join('|')})$`,
  // Variable names are case-insensitive on Windows, and proxy and npm variables are also set in lowercase.
  'i',
);

/**
 * Whether operating systems pass a variable with this name to a program unchanged. A name that contains `=`,
 * for example, would set a different variable.
 */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}

/** Whether programs react to a variable with this name; such a variable must not be set from a secret. */
export function steersPrograms(name: string): boolean {
  return steering.test(name);
}
