#!/usr/bin/env node
import { run } from './run.js';

// A reader that has seen enough, as `head`, closes the pipe; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  terminal: { stdout: process.stdout, stderr: process.stderr, env: process.env },
  load: () => import('../index.js'),
});
