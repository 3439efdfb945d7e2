/** Something a person can mend: said in one line, without a stack. */
export class Refusal extends Error {
  constructor(what: string, mend: string);
}
