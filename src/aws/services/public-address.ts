import type { Opens } from './service.js';

/** Databases and brokers of several services say so in the same words. */
export const PUBLICLY: Opens = { path: ['publicly_accessible'], by: /^true$/, unset: 'closed' };
