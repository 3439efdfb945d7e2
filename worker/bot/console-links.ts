/** Where what a card is about is settled. `consoleUrl`: `https://…/console`; null when nobody has said where it is. */
export interface ConsoleLinks {
  today: string | null;
  calendar: string | null;
  case: (id: string) => string | null;
  thread: (contactId: string | null) => string | null;
}

/** Addresses of the console, as its own pages read them; they hold ids that say nothing. */
export function consoleLinks(consoleUrl: string | null): ConsoleLinks {
  const below = (path: string) => (consoleUrl === null ? null : `${consoleUrl}${path}`);
  return {
    today: below(''),
    calendar: below('/calendar'),
    case: (id) => below(`/cases/${encodeURIComponent(id)}`),
    thread: (contactId) =>
      contactId === null ? below('') : below(`/threads/${encodeURIComponent(contactId)}`),
  };
}
