import { runScaffold } from './scaffold.js';

runScaffold('control', process.argv.slice(2));
