#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { loadApplication } from './application.js';

loadApplication(fileURLToPath(new URL('./app.cjs', import.meta.url))).main();
