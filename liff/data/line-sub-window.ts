// LINE's SDK holds the code of sub-windows, a LIFF page laid over another, a third of all it weighs. Ours open none:
// vite.config.ts puts this file in its place, and the real code is fetched should a page ever be shown in one.

interface Real {
  getMessageBus(): unknown;
  getMainWindowOrigin(): string | undefined;
  setMainWindowOrigin(origin: string): void;
  initMessageBus(kind: string): Promise<unknown>;
  getMSTByMSIT(tokens: object): Promise<unknown>;
  getAppData(token: object): Promise<unknown>;
  subWindow: Record<'on' | 'off' | 'open', (...given: unknown[]) => unknown>;
}

let real: Real | undefined;

async function load(): Promise<Real> {
  real ??= (await import('@liff/sub-window')) as unknown as Real;
  return real;
}

// The names and values below are the SDK's (@liff/sub-window, @liff/message-bus): test/liff/sub-window.test.ts compares.
export const getMessageBus = () => real?.getMessageBus() ?? null;
export const getMainWindowOrigin = () => real?.getMainWindowOrigin();
export const setMainWindowOrigin = (origin: string) => real?.setMainWindowOrigin(origin);
export const initMessageBus = async (kind: string) => (await load()).initMessageBus(kind);
export const getMSTByMSIT = async (tokens: object) => (await load()).getMSTByMSIT(tokens);
export const getAppData = async (token: object) => (await load()).getAppData(token);
export const subWindow: Real['subWindow'] = {
  on: async (...given) => (await load()).subWindow.on(...given),
  off: async (...given) => (await load()).subWindow.off(...given),
  open: async (...given) => (await load()).subWindow.open(...given),
};
export const EVENT_NAME = { NOT_FOUND: 'notFound' };
export const WINDOW = { SUB: 'sub' };
export const IDENTIFIER_KEY = 'liff.subwindow.identifier';
