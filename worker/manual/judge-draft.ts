import { asFindings } from './rules/content.ts';
import { finding } from './rules/rule.ts';
import type { Settings } from './settings.ts';
import { findCancellation } from './text/cancellation.ts';
import { foldDraft } from './text/draft.ts';
import { findIdentity } from './text/identity.ts';
import { findManners } from './text/manners.ts';
import type { KnownNames } from './text/names.ts';
import { findStickers } from './text/stickers.ts';
import { readGreeting } from './text/wellbeing.ts';
import type { Finding } from './types.ts';

/** A draft in one piece, outside any case. */
export interface LooseDraft {
  text: string;
  /** A message that arranges a date: R6 looks for the word before the matter. */
  scheduling: boolean;
  /** 事業所: R6 is not asked of them. */
  toProvider: boolean;
}

/** The content rules alone (R6, R9, R10, R13, R14) on a text without facts. */
export function judgeDraft(
  draft: LooseDraft,
  settings: Settings,
  names: KnownNames = { partner: '', client: '' },
): Finding[] {
  const folded = foldDraft('', draft.text);
  const findings = [
    ...asFindings('R9', findIdentity(folded, settings, names)),
    ...asFindings('R10', findCancellation(folded)),
    ...asFindings('R13', findStickers(folded)),
    ...asFindings('R14', findManners(folded, settings)),
  ];
  if (draft.scheduling && !draft.toProvider && !readGreeting(folded).first) {
    findings.unshift(finding('R6', 'warn', '本題の前に、体調や最近の様子をうかがう一言を書いてください。'));
  }
  return findings;
}
