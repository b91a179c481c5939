/**
 * These decide what a program runs, what it loads or whom it believes, so they are no place for a
 * credential: somebody who may only set variables would run code in a sandbox.
 */
const steering = new RegExp(
  `^(${[
    'PATH|HOME|IFS|ENV|SHELL|SHELLOPTS|BASHOPTS|BASH_ENV|BASH_FUNC_\\w*|PROMPT_COMMAND|PS4|ZDOTDIR',
    'LD_\\w+|DYLD_\\w+|GCONV_PATH|GLIBC_TUNABLES',
    'NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED',
    'PYTHON(PATH|HOME|STARTUP|INSPECT|BREAKPOINT|WARNINGS|USERBASE)',
    'PERL5?LIB|PERL5OPT|PERL5DB|RUBYOPT|RUBYLIB|CLASSPATH|JDK_JAVA_OPTIONS|_?JAVA_(TOOL_)?OPTIONS',
    'GIT_(SSH|SSH_COMMAND|ASKPASS|EDITOR|PAGER|EXTERNAL_DIFF|PROXY_COMMAND|EXEC_PATH|TEMPLATE_DIR|CONFIG\\w*)',
    'SSH_ASKPASS|SUDO_ASKPASS|EDITOR|VISUAL|PAGER|MANPAGER|LESSOPEN|LESSCLOSE|BROWSER',
    'SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE',
  ].join('|')})$`,
);

/** Whether programs listen to a variable of this name; no environment secret may be called so. */
export function steersPrograms(name: string): boolean {
  return steering.test(name);
}
