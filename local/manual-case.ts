import { z } from 'zod';
import { civilDate, instantOf } from '../worker/manual/calendar.ts';
import { decide } from '../worker/manual/decide.ts';
import { citeRow } from '../worker/manual/rows.ts';
import { sayInstant, sayLongDate } from '../worker/manual/say.ts';
import { parseSettings } from '../worker/manual/settings.ts';
import type { Action, Decision, Facts, NextStep } from '../worker/manual/types.ts';

/** An instant in a case file: `2026-12-04 10:00` in JST, or ISO with a zone. */
const when = z.string().transform((text, context) => {
  const jst = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})$/.exec(text);
  const at = jst ? instantOf(jst[1]!, jst[2]!) : Date.parse(text);
  if (Number.isNaN(at)) context.addIssue('日時は「2026-12-04 10:00」（日本時間）の形で書いてください。');
  return at;
});
const maybe = when.nullable().default(null);
const kind = z.enum(['meeting', 'monitoring', 'consultation']);
const method = z.enum(['visit', 'office', 'phone', 'mail', 'line', 'fax', 'post', 'video']);
const partnerKind = z.enum(['person', 'guardian', 'legal-representative', 'family', 'provider']);
const hours = z.object({ from: z.string(), to: z.string() });

const facts = z.strictObject({
  now: when,
  partner: z
    .strictObject({
      kind: partnerKind.default('person'),
      hours: z
        .partialRecord(z.enum(['0', '1', '2', '3', '4', '5', '6']), hours)
        .nullable()
        .default(null),
      suspended: z.boolean().default(false),
      name: z.string().default(''),
    })
    .prefault({}),
  client: z
    .strictObject({
      name: z.string().default(''),
      attendsProgram: z.boolean().default(true),
      birthDate: z.string().nullable().default(null),
    })
    .prefault({}),
  consent: z
    .strictObject({
      choice: z.enum(['yes', 'no', 'later', 'question', 'withdrawn']),
      version: z.int(),
      at: when,
      by: partnerKind.optional(),
    })
    .nullable()
    .default(null),
  consentVersionNeeded: z.int().default(1),
  calls: z
    .array(
      z.strictObject({
        at: when,
        outcome: z.enum(['no-answer', 'voicemail', 'busy', 'reached', 'family', 'wrong-number']),
        reached: z.boolean().nullable().optional(),
      }),
    )
    .default([]),
  lastTalkAt: maybe,
  circumstance: z
    .strictObject({ reason: z.string(), approvedAt: maybe, reviewOn: z.string() })
    .nullable()
    .default(null),
  case: z
    .strictObject({
      kind,
      status: z.enum(['open', 'confirmed', 'held', 'cancelled']).default('open'),
      openedAt: when,
      callbackRequestedAt: maybe,
      calledBackAt: maybe,
      meetingStartsAt: maybe,
    })
    .nullable()
    .default(null),
  conversation: z
    .strictObject({ lastInboundAt: maybe, lastOutboundAt: maybe, lastGreetingAt: maybe })
    .prefault({}),
  meetings: z
    .array(z.strictObject({ at: when, kind, method, status: z.enum(['held', 'cancelled', 'planned']) }))
    .default([]),
  lineMeeting: z
    .strictObject({
      reason: z.string().nullable().default(null),
      wish: z.strictObject({ by: z.string(), at: when, how: z.string() }).nullable().default(null),
    })
    .nullable()
    .default(null),
  closures: z.array(z.string()).default([]),
});

const action = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('send'),
    purpose: z.enum(['callback-request', 'date-request', 'confirmed', 'reminder', 'reply', 'info']),
    origin: z.enum(['staff', 'auto']).default('staff'),
    greeting: z.string().default(''),
    body: z.string(),
    attachments: z.int().default(0),
    urgent: z.strictObject({ managerId: z.string(), reason: z.string() }).optional(),
  }),
  z.strictObject({ do: z.literal('plan'), kind, method, at: maybe }),
  z.strictObject({ do: z.literal('mark-held'), kind, method, at: when }),
  z.strictObject({
    do: z.literal('close-duty'),
    by: z.enum(['reply', 'talk', 'without-reply', 'automatic', 'status', 'read-mark']),
    reason: z.string().default(''),
  }),
  z.strictObject({ do: z.literal('limit-contact') }),
  z.strictObject({ do: z.literal('close-review'), outcome: z.string().default('') }),
  z.strictObject({
    do: z.literal('change-record'),
    how: z.enum(['append', 'correct', 'edit', 'delete']),
    servedOn: z.string(),
  }),
  z.strictObject({ do: z.literal('night-reply'), replyToken: z.boolean(), lastAt: maybe }),
]);

const caseFile = z.strictObject({
  about: z.string().default(''),
  action,
  facts,
  settings: z.unknown().optional(),
});

/** A case file, read. */
export interface Case {
  about: string;
  action: Action;
  facts: Facts;
  decision: Decision;
}

export type ReadCase = { ok: true; case: Case } | { ok: false; problems: string[] };

/** Reads a case from JSON and decides it. What a case leaves out is empty. */
export function readCase(json: unknown): ReadCase {
  const parsed = caseFile.safeParse(json);
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map((each) => `${each.path.join('.')}: ${each.message}`),
    };
  }
  const settings = parseSettings(parsed.data.settings ?? {});
  if (!settings.ok) {
    return {
      ok: false,
      problems: settings.problems.map((each) => `settings.${each.field}: ${each.message}`),
    };
  }
  const { about } = parsed.data;
  const read: { action: Action; facts: Facts } = parsed.data;
  return { ok: true, case: { about, ...read, decision: decide(read.action, read.facts, settings.settings) } };
}

const OUTCOMES: Readonly<Record<Decision['outcome'], string>> = {
  allow: 'できます',
  'allow-with-warnings': '理由を書けばできます',
  hold: '時間まで待ちます',
  refuse: 'できません',
};
const SEVERITIES = { refuse: 'できない', hold: '待つ', warn: '注意', human: '確認' } as const;
const STEPS: Readonly<Record<NextStep['step'], string>> = {
  phone: '電話をかける',
  visit: '訪問する・会う',
  paper: 'メール・FAX・郵送で送る',
  wait: '待つ',
  consent: '説明して承諾をいただく',
  edit: '文を直す',
  'ask-manager': '管理者に相談する',
};

/** The decision in words. */
export function explain(read: Case): string {
  const { decision, about } = read;
  const until = decision.outcome === 'hold' ? `（${sayInstant(decision.until)}）` : '';
  const lines = [...(about === '' ? [] : [about, '']), `判定: ${OUTCOMES[decision.outcome]}${until}`];
  if (decision.findings.length > 0) lines.push('', '理由:');
  for (const each of decision.findings) {
    lines.push(
      `  [${SEVERITIES[each.severity]}] ${each.message}`,
      `      ${citeRow(each.row)}（${each.rule}）`,
    );
    for (const span of each.spans) lines.push(`      「${textOf(read).slice(span.start, span.end)}」`);
  }
  if (decision.next.length > 0) {
    lines.push('', '次にできること:');
    for (const each of decision.next) {
      lines.push(`  ・${STEPS[each.step]}${each.step === 'wait' ? `（${sayInstant(each.until)}まで）` : ''}`);
    }
  }
  lines.push('', `${sayLongDate(civilDate(read.facts.now))}の判定です。`);
  return lines.join('\n');
}

function textOf(read: Case): string {
  if (read.action.do !== 'send') return '';
  const { greeting, body } = read.action;
  return greeting === '' ? body : `${greeting}\n${body}`;
}
