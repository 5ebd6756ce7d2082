import { runScaffold } from './scaffold.js';

runScaffold('technique', process.argv.slice(2));
