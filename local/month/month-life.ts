import { randomUUID } from 'node:crypto';
import { addDays, civilDate, DAY, HOUR, instantOf, weekday } from '../../worker/manual/jst.ts';
import type { CivilDate, Instant } from '../../worker/manual/types.ts';
import type { CaseView } from '../../worker/views/cases.ts';
import type { ProposalView } from '../../worker/views/notices.ts';
import type { Dice } from '../chaos/seeded.ts';
import type { Machine } from '../machine.ts';
import { ProductRefused } from '../visitor.ts';
import type { Counselor, MonthOffice, Person } from './month-office.ts';

/** One matter as the world knows it, beside what the product wrote down. */
export interface Matter {
  caseId: string;
  clientId: string;
  counselor: Counselor;
  people: Person[];
  slots: { id: string; startsAt: Instant }[];
  /** When each person answers, or never. */
  answersAt: Map<string, Instant | null>;
  answeredAt: Map<string, Instant>;
  talkedAt: Map<string, Instant>;
  confirmed: { startsAt: Instant; at: Instant } | null;
  over: Instant | null;
}

/** What really happened, by which every message is judged. */
export interface Truth {
  matters: Matter[];
  withdrawnAt: Map<string, Instant>;
  blockedAt: Map<string, Instant>;
  reminderOffAt: Map<string, Instant>;
  wroteAt: Map<string, Instant[]>;
  refusals: string[];
}

export function emptyTruth(): Truth {
  const map = () => new Map<string, Instant>();
  return {
    matters: [],
    withdrawnAt: map(),
    blockedAt: map(),
    reminderOffAt: map(),
    wroteAt: new Map(),
    refusals: [],
  };
}

/** An hour of an office and its people: everything through the product's own API. */
export class MonthLife {
  readonly #machine: Machine;
  readonly #office: MonthOffice;
  readonly #dice: Dice;
  readonly truth: Truth = emptyTruth();
  readonly #booked = new Set<string>();
  readonly #asked = new Set<string>();

  constructor(machine: Machine, office: MonthOffice, dice: Dice) {
    this.#machine = machine;
    this.#office = office;
    this.#dice = dice;
  }

  get #now(): Instant {
    return this.#machine.clock.now();
  }

  /** The morning: proposals are opened, and some people are asked for dates. */
  async morning(most: number): Promise<void> {
    for (const { visitor } of this.#office.counselors) await visitor.signIn('staff');
    const { proposals } = await this.#staff(this.#office.manager).call<{ proposals: ProposalView[] }>(
      'GET',
      '/api/console/proposals',
    );
    for (const proposal of proposals.slice(0, most)) await this.#open(proposal.client.id, proposal.id);
    const idle = this.#dice.shuffle(
      [...this.#office.counselorOf.keys()].filter((id) => !this.#asked.has(id)),
    );
    for (const clientId of idle.slice(0, Math.ceil(most / 2))) await this.#open(clientId, null);
  }

  /** Answers come, dates are fixed, some things go wrong. */
  async hour(staffAtWork: boolean): Promise<void> {
    for (const matter of this.truth.matters) {
      if (matter.over !== null) continue;
      await this.#answers(matter);
      if (matter.confirmed !== null) await this.#changesMind(matter);
      if (!staffAtWork) continue;
      if (matter.confirmed === null) await this.#confirm(matter);
      else await this.#ends(matter);
    }
  }

  #staff(counselor: Counselor) {
    return counselor.visitor;
  }

  async #open(clientId: string, proposalId: string | null): Promise<void> {
    const counselor = this.#office.counselorOf.get(clientId);
    const people = this.#office.people.filter(
      (person) => person.clientIds.includes(clientId) && !this.truth.withdrawnAt.has(person.contactId),
    );
    if (!counselor || people.length === 0) return;
    this.#asked.add(clientId);
    await this.#tried(async () => {
      const { id: caseId } = await counselor.visitor.call<{ id: string }>(
        'POST',
        `/api/console/clients/${clientId}/cases`,
        {
          kind: proposalId ? 'monitoring' : people.length > 1 ? 'meeting' : 'consultation',
          purpose: '日程の調整',
          plannedMethod: 'visit',
          participants: people.map((person) => person.contactId),
          ...(proposalId ? { proposalId } : {}),
        },
      );
      const slots = this.#times(counselor).map((startsAt) => ({
        startsAt,
        endsAt: startsAt + HOUR,
        place: '自宅',
      }));
      const { ids } = await counselor.visitor.call<{ ids: string[] }>(
        'POST',
        `/api/console/cases/${caseId}/slots`,
        { slots, knowing: true },
      );
      const matter: Matter = {
        caseId,
        clientId,
        counselor,
        people,
        slots: ids.map((id, n) => ({ id, startsAt: slots[n]?.startsAt ?? 0 })),
        answersAt: new Map(),
        answeredAt: new Map(),
        talkedAt: new Map(),
        confirmed: null,
        over: null,
      };
      this.truth.matters.push(matter);
      await this.#call(matter);
      const view = await counselor.visitor.call<CaseView>('GET', `/api/console/cases/${caseId}`);
      for (const person of people) await this.#ask(matter, person, view);
    });
  }

  /** Three calls that nobody answered, hours apart, since the matter was begun a day ago. */
  async #call(matter: Matter): Promise<void> {
    const earlier = {
      sql: 'update cases set opened_at = opened_at - ? where id = ?',
      args: [DAY, matter.caseId],
    };
    const calls = matter.people.flatMap((person) =>
      [1, 2, 3].map((n) => ({
        sql: `insert into calls (id, client_id, contact_id, case_id, outcome, direction, called_at, staff_id) values (?, ?, ?, ?, 'no-answer', 'out', ?, ?)`,
        args: [
          randomUUID(),
          matter.clientId,
          person.contactId,
          matter.caseId,
          this.#now - n * HOUR,
          matter.counselor.staffId,
        ],
      })),
    );
    await this.#machine.db.batch([earlier, ...calls], 'write');
  }

  async #ask(matter: Matter, person: Person, view: CaseView): Promise<void> {
    const { greeting, body } = view.dateRequest.draft;
    await this.#tried(() =>
      matter.counselor.visitor.call('POST', '/api/console/messages', {
        contactId: person.contactId,
        clientId: matter.clientId,
        caseId: matter.caseId,
        purpose: 'date-request',
        greeting: person.provider ? '' : greeting || '体調はいかがですか。',
        body,
        override: '電話がつながらないため',
      }),
    );
    const fate = this.#dice.next();
    const now = this.#now;
    matter.answersAt.set(
      person.contactId,
      fate < 0.55
        ? now + this.#dice.between(1, 50) * HOUR
        : fate < 0.8
          ? now + this.#dice.between(3, 9) * DAY
          : null,
    );
    if (fate > 0.95) {
      this.truth.wroteAt.set(person.contactId, [...(this.truth.wroteAt.get(person.contactId) ?? []), now]);
      await this.#machine.line.control.sendText(person.userId, 'あとで見ます').catch(() => {});
    }
  }

  async #answers(matter: Matter): Promise<void> {
    if (matter.confirmed !== null) return;
    for (const person of matter.people) {
      const at = matter.answersAt.get(person.contactId) ?? null;
      if (at === null || at > this.#now || matter.answeredAt.has(person.contactId)) continue;
      if (this.truth.withdrawnAt.has(person.contactId)) continue;
      const open = matter.slots.filter((slot) => slot.startsAt > this.#now);
      await this.#tried(async () => {
        await person.visitor.signIn('user');
        const marks = Object.fromEntries(open.map((slot) => [slot.id, 'yes']));
        const choice =
          open.length === 0
            ? { choice: 'none' }
            : person.provider
              ? { choice: 'ranked', marks }
              : { choice: 'ranked', ranked: open.slice(0, 2).map((slot) => slot.id) };
        await person.visitor.call('POST', `/api/app/cases/${matter.caseId}/answer`, {
          submissionKey: randomUUID(),
          ...choice,
        });
        matter.answeredAt.set(person.contactId, this.#now);
      });
    }
  }

  async #confirm(matter: Matter): Promise<void> {
    const asked = matter.people.filter((person) => !person.provider);
    if (!asked.every((person) => matter.answeredAt.has(person.contactId)) || !this.#dice.chance(0.5)) return;
    const slot = matter.slots.find((each) => each.startsAt > this.#now + HOUR);
    if (!slot) return;
    await this.#tried(async () => {
      await matter.counselor.visitor.call('POST', `/api/console/cases/${matter.caseId}/confirm`, {
        slotId: slot.id,
      });
      matter.confirmed = { startsAt: slot.startsAt, at: this.#now };
    });
  }

  /** The meeting takes place, or staff call it off. */
  async #ends(matter: Matter): Promise<void> {
    const startsAt = matter.confirmed?.startsAt ?? 0;
    const { visitor } = matter.counselor;
    if (startsAt + HOUR < this.#now) {
      const held = { method: 'visit', place: '自宅', startedAt: startsAt, endedAt: startsAt + HOUR };
      await this.#tried(() => visitor.call('POST', `/api/console/cases/${matter.caseId}/held`, held));
      matter.over = this.#now;
    } else if (this.#dice.chance(0.006)) {
      await this.#tried(async () => {
        const cancellation = { reason: '本人の希望', tell: 'phone' };
        await visitor.call('POST', `/api/console/cases/${matter.caseId}/cancel`, cancellation);
        matter.over = this.#now;
      });
    }
  }

  /** People withdraw, turn reminders off, block the account. */
  async #changesMind(matter: Matter): Promise<void> {
    const [person] = matter.people;
    if (!person) return;
    const fate = this.#dice.next();
    if (fate < 0.004) {
      await this.#tried(async () => {
        await person.visitor.signIn('user');
        for (const clientId of person.clientIds)
          await person.visitor.call('POST', '/api/app/consents/withdraw', { clientId });
        this.truth.withdrawnAt.set(person.contactId, this.#now);
      });
    } else if (fate < 0.01) {
      await this.#tried(async () => {
        await person.visitor.signIn('user');
        await person.visitor.call('PUT', '/api/app/reminder', { time: null });
        this.truth.reminderOffAt.set(person.contactId, this.#now);
      });
    } else if (fate < 0.012 && !this.truth.blockedAt.has(person.contactId)) {
      await this.#machine.line.control.block(person.userId);
      this.truth.blockedAt.set(person.contactId, this.#now);
    }
  }

  /** Three hours in which this counselor has nothing else, on business days to come. */
  #times(counselor: Counselor): Instant[] {
    const times: Instant[] = [];
    for (let tries = 0; times.length < 3 && tries < 60; tries += 1) {
      const date = addDays(civilDate(this.#now), this.#dice.between(2, 12));
      const time = `${String(this.#dice.between(9, 16)).padStart(2, '0')}:00`;
      const key = `${counselor.staffId} ${date} ${time}`;
      if (isWeekend(date) || this.#booked.has(key)) continue;
      this.#booked.add(key);
      times.push(instantOf(date, time));
    }
    return times.sort((a, b) => a - b);
  }

  /** The product may say no, as it would to people; how often is counted. */
  async #tried(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ProductRefused)) throw error;
      const { rules = [], detail = '' } = error.body as {
        rules?: { rule: string; severity: string }[];
        detail?: string;
      };
      const refusing = rules.filter((each) => each.severity === 'refuse').map((each) => each.rule);
      this.truth.refusals.push(`${error.message.split(' {')[0]} ${refusing.join(' ')}${detail}`);
    }
  }
}

export function isWeekend(date: CivilDate): boolean {
  return [0, 6].includes(weekday(date));
}
