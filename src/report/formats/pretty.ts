import { defineFormat } from '../format.js';
import { renderExplanation } from './pretty/explanation.js';
import { renderPretty } from './pretty/pretty.js';
import { renderTrail } from './pretty/trail.js';

export const pretty = defineFormat({
  about: 'for people, in a terminal',
  prints: { scan: renderPretty, harden: renderPretty, explain: renderExplanation, trail: renderTrail },
});
