const TRIES = 5;

/**
 * Asks a server that has just taken the port of one that closed. A connection kept alive from before fails once
 * and is then forgotten, so what may be asked twice is asked again.
 */
export async function reach<T>(ask: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tried === TRIES || !isConnectionLost(error)) throw error;
    }
  }
}

function isConnectionLost(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) {
    const { code } = e as NodeJS.ErrnoException;
    if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE') return true;
  }
  return false;
}
