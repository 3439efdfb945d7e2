import { z } from 'zod';
import { isCivilDate } from '../../manual/jst.ts';
import { toReading } from '../../services/client/name-terms.ts';

export const id = z.string().min(1).max(64);
/** Some words, without blanks around them. */
export const text = (max: number) =>
  z.string().trim().min(1, '書いてください。').max(max, `${max}字までです。`);
const name = text(60);
/** A reading in hiragana, however it was typed. */
export const kana = z
  .string()
  .transform(toReading)
  .pipe(text(60).regex(/^[ぁ-ゖー・ ]+$/, 'よみは、かなで書いてください。'));
const instant = z.int().min(0).max(8_640_000_000_000);
export const civilDate = z.string().refine(isCivilDate, '日付の形は、2026-12-04 のように書いてください。');
export const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '時刻の形は、09:00 のように書いてください。');
const method = z.enum(['visit', 'office', 'phone', 'mail', 'line', 'fax', 'post', 'video']);
const partner = z.enum(['person', 'guardian', 'legal-representative', 'family', 'provider']);
const weekday = z.enum(['0', '1', '2', '3', '4', '5', '6']);
const lineMeeting = z.object({ reason: text(400), wishBy: text(60), wishHow: text(200), wishAt: instant });

/** Where the last page ended, as it was handed out. */
export const after = <T extends z.ZodType>(shape: T) =>
  z
    .string()
    .max(300)
    .refine((v) => {
      try {
        return shape.safeParse(JSON.parse(v)).success;
      } catch {
        return false;
      }
    }, 'ページの続きがわかりません。')
    .optional();

export const clientSearch = z.object({
  q: z.string().max(60).optional(),
  after: after(z.tuple([z.string(), z.string()])),
});

export const contactSearch = z.object({ q: text(60) });

const months = z
  .array(z.int().min(1).max(12))
  .max(12)
  .transform((list) => [...new Set(list)].sort((a, b) => a - b));

export const newClient = z.object({
  name,
  kana,
  shownName: name.optional(),
  birthDate: civilDate.optional(),
  attendsProgram: z.boolean(),
  monitoringMonths: months,
});

export const clientDetails = z.object({
  revision: z.int().min(1),
  name,
  kana,
  shownName: name,
  birthDate: civilDate.nullable(),
  attendsProgram: z.boolean(),
  monitoringMonths: months,
  counselorId: id,
  /** With a new counselor: whether the cases under way go along. */
  takeCases: z.boolean().default(true),
});

const phone = z
  .string()
  .transform((typed) => typed.normalize('NFKC').replace(/[‐−ー―]/g, '-'))
  .pipe(
    z
      .string()
      .trim()
      .regex(/^[0-9+\-() ]{6,20}$/, '電話番号は、数字とハイフンで書いてください。'),
  );
const hours = z.partialRecord(
  weekday,
  z
    .object({ from: clock, to: clock })
    .refine((day) => day.from < day.to, 'おわりの時刻は、はじめより後にしてください。'),
);

export const newContact = z.union([
  z.object({ contactId: id, relation: text(30) }),
  z.object({
    kind: partner,
    name,
    kana: kana.optional(),
    relation: text(30),
    phone: phone.optional(),
    hours: hours.optional(),
  }),
]);

export const contactDetails = z.object({
  revision: z.int().min(1),
  name,
  kana: kana.nullable(),
  relation: text(30),
  phone: phone.nullable(),
  hours: hours.nullable(),
});

export const newInvitation = z.object({
  contactId: id,
  how: z.enum(['visit', 'office', 'phone', 'video']),
  agreed: z.literal(true, 'LINE交換の了解を得てから、招待を作ってください。'),
});

export const unlinking = z.object({ reason: text(400) });
export const newCircumstance = z.object({ contactId: id, reason: text(400), reviewOn: civilDate });

const placeChoice = z.enum(['home', 'office', 'provider']);
export const places = z.array(placeChoice).max(3);
/** `where`: where the person was asked; `place` says it in the counselor's words. */
export const confirmation = z.object({
  slotId: id,
  where: placeChoice.optional(),
  place: text(100).optional(),
});

export const newCase = z.object({
  kind: z.enum(['meeting', 'monitoring', 'consultation']),
  purpose: text(200),
  plannedMethod: method,
  participants: z.array(id).min(1, '日程を合わせる相手を選んでください。').max(20),
  places: places.optional(),
  line: lineMeeting.optional(),
  /** The proposal of cron that it settles. */
  proposalId: id.optional(),
});

export const newCall = z.object({
  contactId: id,
  outcome: z.enum(['no-answer', 'voicemail', 'busy', 'reached', 'family', 'wrong-number']),
  reached: z.boolean().optional(),
  direction: z.enum(['out', 'in']).optional(),
  note: text(400).optional(),
  at: instant.optional(),
});

export const newSlots = z
  .array(z.object({ startsAt: instant, endsAt: instant, place: text(100) }))
  .min(1, '候補の日時を入れてください。')
  .max(12, '一度にあげる候補は12件までです。');

export const slotTimes = z.object({ slots: newSlots });
export const offeredSlots = slotTimes.extend({ knowing: z.boolean().optional() });

export const suggestionsWanted = z.object({
  minutes: z.coerce.number().int().min(15).max(240).default(60),
});

export const methodChange = z.object({ method, line: lineMeeting.optional() });

export const meetingDraft = z.object({
  do: z.enum(['plan', 'mark-held']),
  kind: z.enum(['meeting', 'monitoring', 'consultation']),
  method,
  at: instant.nullable(),
  caseId: id.optional(),
  line: lineMeeting.optional(),
});

export const newVisit = z.object({
  contactId: id,
  caseId: id.optional(),
  at: instant,
  place: text(100),
  about: text(400),
});

export const cancellation = z.object({ reason: text(400), tell: z.enum(['phone', 'visit']) });

export const heldMeeting = z.object({
  method,
  place: text(100),
  startedAt: instant,
  endedAt: instant,
  content: text(4000).optional(),
  line: lineMeeting.optional(),
});

/** With a 一言 of 1,000 and a line between them, the 5,000 that LINE takes in one text. */
const MOST_BODY = 3999;

export const draft = z.object({
  contactId: id,
  clientId: id,
  caseId: id.optional(),
  purpose: z.enum(['callback-request', 'date-request', 'reply', 'info']),
  greeting: z.string().max(1000),
  body: z.string().max(MOST_BODY),
});
export const message = draft.extend({
  body: text(MOST_BODY),
  override: z.string().trim().max(400).optional(),
  /** 緊急: why it can't wait for the morning; managers only (R11). */
  urgent: text(400).optional(),
  /** At the opening of the next business day (R11). */
  later: z.boolean().optional(),
  /** What whoever writes has seen. */
  seenAt: instant.optional(),
});

export const approvalAsk = draft.extend({
  body: text(MOST_BODY),
  reason: text(400),
  override: text(400).optional(),
});

export const approvalDecision = z.object({
  decision: z.enum(['approve', 'decline']),
  note: text(400).optional(),
});

export const draftsWanted = z.object({
  clientId: id,
  contactId: id,
  caseId: id.optional(),
  purpose: z.enum(['callback-request', 'date-request', 'reply', 'info']),
});

const recordBody = z.object({
  summary: text(200),
  method: method.optional(),
  startedAt: instant.optional(),
  endedAt: instant.optional(),
  place: text(100).optional(),
  partner: text(60).optional(),
  relation: text(30).optional(),
  purpose: text(400).optional(),
  condition: text(2000).optional(),
  content: text(8000).optional(),
  response: text(4000).optional(),
  reason: text(400).optional(),
  nextAction: text(400).optional(),
  nextDue: civilDate.optional(),
});
/** A draft may be empty in every field. */
export const recordDraft = recordBody.partial();
export const recordsAsked = z.object({
  from: civilDate.optional(),
  until: civilDate.optional(),
  kind: z.enum(['call', 'line', 'met', 'stop', 'consent', 'written']).optional(),
  caseId: id.optional(),
  entry: id.optional(),
});
export const finished = z.object({ revision: z.int().min(1), body: recordBody });
export const newEntry = z.object({
  kind: z.enum(['note', 'correction', 'completed']),
  caseId: id.optional(),
  correctsId: id.optional(),
  body: recordBody,
});

export const erasure = z.object({
  ground: z.enum(['mistaken-client', 'retention-over', 'law']),
  reason: text(400),
  name: text(60),
});

export const inboundTag = z.enum(['urgent', 'basic-consultation', 'none']);

export const newClosure = z.object({ from: civilDate, until: civilDate, reason: text(60) });

export const newStaff = z.object({ name, role: z.enum(['counselor', 'manager']) });

/** Settings are judged by the manual itself (parseSettings): only stricter ones pass. */
export const newSettings = z.object({
  basedOn: z.int().min(0).optional(),
  effectiveFrom: civilDate,
  settings: z.record(z.string(), z.unknown()),
  profile: z.object({ name: text(60), phone: text(30), phoneHours: text(200) }).optional(),
});
