import type { Database } from '../../db/client.ts';
import type { World } from '../world.ts';

/** What one run may still ask of the outside: Workers limit the subrequests of an invocation. */
export interface Budget {
  left: number;
}

/** What a part of the run may look at to know when to stop. */
export interface Allowance {
  readonly left: number;
}

/** The budget as a part of the run sees it that must leave something to those after it. */
export function keepBack(budget: Budget, reserved: number): Allowance {
  return {
    get left() {
      return budget.left - reserved;
    },
  };
}

/** The same world, in which every round trip and every request to LINE is taken off the budget. */
export function metered(world: World, budget: Budget): World {
  return {
    ...world,
    db: meteredDatabase(world.db, budget),
    fetchLine: (input, init) => {
      budget.left -= 1;
      return world.fetchLine(input, init);
    },
  };
}

function meteredDatabase(db: Database, budget: Budget): Database {
  return {
    q: db.q,
    read: (statements) => {
      budget.left -= 1;
      return db.read(statements);
    },
    write: (statements) => {
      if (statements.length > 0) budget.left -= 1;
      return db.write(statements);
    },
  };
}
