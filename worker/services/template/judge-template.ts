import { judgeDraft } from '../../manual/judge-draft.ts';
import { finding } from '../../manual/rules/rule.ts';
import type { Settings } from '../../manual/settings.ts';
import type { Finding } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { TemplatePurpose } from '../../views/office.ts';

export interface TemplateText {
  purpose: TemplatePurpose;
  name: string;
  greeting: string;
  body: string;
}

const SCHEDULING: readonly TemplatePurpose[] = ['callback-request', 'date-request'];

/**
 * The content rules on a text that will be sent many times (R6, R9, R10, R13, R14). Where there is no 一言 before
 * a date is arranged, only a 事業所 may be sent it.
 */
export function judgeTemplate(text: TemplateText, settings: Settings): Finding[] {
  const whole = text.greeting === '' ? text.body : `${text.greeting}\n${text.body}`;
  const findings = judgeDraft({ text: whole, scheduling: false, toProvider: true }, settings);
  if (SCHEDULING.includes(text.purpose) && text.greeting === '') {
    findings.unshift(
      finding('R6', 'warn', '一言がないので、利用者やご家族には送れません。事業所への文面として残します。'),
    );
  }
  return findings;
}

/** What is refused is not kept; the rest goes along as advice. */
export function refusal(findings: readonly Finding[]): Refused | null {
  const refusing = findings.filter((each) => each.severity === 'refuse');
  return refusing.length > 0
    ? refused('refused-by-manual', {
        detail: '手順書に合わない文面は、ひな形に残せません。',
        rules: refusing,
      })
    : null;
}
