#!/usr/bin/env node
// Starts the installed command line. Any Node parses this file, so that an old one gets a sentence instead of
// a syntax error: no syntax newer than ES5.
/* oxlint-disable -- the rules require newer syntax */
'use strict';
var needed = [22, 15];
var version = process.versions.node;
var running = version.split('.').map(Number);
if (running[0] > needed[0] || (running[0] === needed[0] && running[1] >= needed[1])) {
  // Keeps the compiled program in a cache, so that the next start is faster. Does nothing if it cannot be written.
  require('module').enableCompileCache();
  require('./cli.js');
} else {
  var limits = 'Node ' + needed.join('.') + ' or newer; this is Node ' + version;
  process.stderr.write('error: agent-secrets needs ' + limits + '.\n');
  process.exitCode = 2;
}
