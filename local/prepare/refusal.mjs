/** Something a person can mend: said in one line, without a stack. */
export class Refusal extends Error {
  /**
   * @param {string} what what went wrong
   * @param {string} mend what to do about it
   */
  constructor(what, mend) {
    super(`${what} → ${mend}`);
    this.name = 'Refusal';
  }
}
