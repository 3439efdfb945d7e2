import type { Machine } from '../machine.ts';
import { Visitor } from '../visitor.ts';

/** The demo's people by their names, for the pictures. */
export class Stage {
  readonly machine: Machine;

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /** The LINE account of somebody of the demo. */
  userOf(name: string): string {
    const found = this.machine.line.control.users().find((user) => user.displayName === name);
    if (!found) throw new Error(`the demo has no ${name}`);
    return found.userId;
  }

  clientId(name: string): Promise<string> {
    return this.#id('select id from clients where name = ?', name);
  }

  staffId(name: string): Promise<string> {
    return this.#id('select id from staff where name = ?', name);
  }

  contactId(name: string): Promise<string> {
    return this.#id('select id from contacts where name = ?', name);
  }

  /** The newest case of a client. */
  caseOf(name: string): Promise<string> {
    return this.#id(
      'select c.id from cases c join clients k on k.id = c.client_id where k.name = ? order by c.opened_at desc limit 1',
      name,
    );
  }

  /** The open review card. */
  review(): Promise<string> {
    return this.#id('select id from reviews where closed_at is null and ? <> 0', '1');
  }

  async visitor(name: string, kind: 'staff' | 'user'): Promise<Visitor> {
    const visitor = new Visitor(this.machine.productUrl, this.machine.line.control, this.userOf(name));
    await visitor.signIn(kind);
    return visitor;
  }

  async #id(sql: string, name: string): Promise<string> {
    const { rows } = await this.machine.db.execute({ sql, args: [name] });
    if (!rows[0]) throw new Error(`the demo has nothing for ${name}`);
    return String(rows[0].id);
  }
}
