import { defineFormat } from '../format.js';
import { renderExplanation } from './pretty/explanation.js';
import { renderPretty } from './pretty/pretty.js';
import { renderTrail } from './pretty/trail.js';
import { renderHarden, renderVerify } from './pretty/verify.js';

export const pretty = defineFormat({
  about: 'for people, in a terminal',
  prints: {
    scan: renderPretty,
    harden: renderHarden,
    verify: renderVerify,
    explain: renderExplanation,
    trail: renderTrail,
  },
});
