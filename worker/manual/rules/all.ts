import type { RuleId } from '../types.ts';
import { R0 } from './r0.ts';
import { R1 } from './r1.ts';
import { R2 } from './r2.ts';
import { R3 } from './r3.ts';
import { R4 } from './r4.ts';
import { R5 } from './r5.ts';
import { R6 } from './r6.ts';
import { R7 } from './r7.ts';
import { R8 } from './r8.ts';
import { R9 } from './r9.ts';
import { R10 } from './r10.ts';
import { R11 } from './r11.ts';
import { R12 } from './r12.ts';
import { R13 } from './r13.ts';
import { R14 } from './r14.ts';
import type { Rule } from './rule.ts';
import { RX } from './rx.ts';

/** Every rule of the manual, in the order in which findings are shown. */
export const RULES: Readonly<Record<RuleId, Rule>> = {
  R0,
  R1,
  R2,
  R3,
  R4,
  R5,
  R6,
  R7,
  R8,
  R9,
  R10,
  R11,
  R12,
  R13,
  R14,
  RX,
};
