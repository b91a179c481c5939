/**
 * Variables that decide what a program runs, what it loads, whom it trusts or where it connects. Anyone
 * who can set one of them can run code where the program runs, so none of them may hold a secret.
 */
const steering = new RegExp(
  `^(${[
    'PATH|HOME|IFS|ENV|SHELL|SHELLOPTS|BASHOPTS|BASH_ENV|BASH_FUNC_\\w*|PROMPT_COMMAND|PS4|ZDOTDIR',
    'LD_\\w+|DYLD_\\w+|GCONV_PATH|GLIBC_TUNABLES|PATHEXT|COMSPEC|PSMODULEPATH',
    'NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED|NPM_CONFIG_\\w*|ELECTRON_RUN_AS_NODE',
    'PYTHON(PATH|HOME|STARTUP|INSPECT|BREAKPOINT|WARNINGS|USERBASE|EXECUTABLE|PLATLIBDIR|PYCACHEPREFIX)',
    'PERL5?LIB|PERL5OPT|PERL5DB|RUBYOPT|RUBYLIB|CLASSPATH|JDK_JAVA_OPTIONS|_?JAVA_(TOOL_)?OPTIONS',
    'DOTNET_STARTUP_HOOKS|DOTNET_ADDITIONAL_DEPS|DOTNET_SHARED_STORE|COR(ECLR)?_PROFILER\\w*',
    'GIT_(SSH|SSH_COMMAND|ASKPASS|EDITOR|SEQUENCE_EDITOR|PAGER|EXTERNAL_DIFF|PROXY_COMMAND|EXEC_PATH|TEMPLATE_DIR)',
    'GIT_(CONFIG\\w*|DIR|COMMON_DIR|SSL_\\w+|PROXY_SSL_\\w+)',
    'SSH_ASKPASS|SUDO_ASKPASS|EDITOR|VISUAL|PAGER|MANPAGER|LESSOPEN|LESSCLOSE|BROWSER',
    'OPENSSL_(CONF|MODULES|ENGINES)|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|\\w+_PROXY',
    'AGENT_SECRETS_\\w*',
  ].join('|')})$`,
  // Windows knows one variable in any case, and proxies and npm are also set in lower case.
  'i',
);

/**
 * Whether a system passes a variable of this name to a program as it is: a name that holds `=` sets
 * another variable.
 */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}

/** Whether programs listen to a variable of this name; it may not be set from a secret. */
export function steersPrograms(name: string): boolean {
  return steering.test(name);
}
