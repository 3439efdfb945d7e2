import type { StudioState } from '../server.ts';
import { ClockBar, type ClockWord } from './clock-bar.ts';
import { DeskSide } from './desk.ts';
import { ask, byId } from './dom.ts';
import { PhoneSide } from './phone.ts';

// What scrolls must be reachable by keyboard.
for (const id of ['talk', 'log']) byId(id).tabIndex = 0;

const clock = new ClockBar(jumped);
const desk = new DeskSide();
const phone = new PhoneSide(look, (userId, path) => desk.open(userId, path));

await look();
followStudio();

/** Reads the world anew: people, staff, time. */
async function look(): Promise<void> {
  const state = await ask<StudioState>('/studio/state');
  clock.hear(state);
  phone.hear(state);
  desk.hear(state);
}

async function jumped(): Promise<void> {
  await desk.refresh();
  await phone.refresh();
}

function followStudio(): void {
  const events = new EventSource('/studio/events');
  events.addEventListener('clock', (event) => clock.hear(JSON.parse(event.data) as ClockWord));
  events.addEventListener('happening', (event) => desk.happened(JSON.parse(event.data)));
  events.addEventListener('chat', () => void phone.readChat());
  events.addEventListener('people', () => void look());
  // Another world begins: nothing on this page belongs to it.
  events.addEventListener('anew', () => location.reload());
}

// Somebody may have become staff in a tab of their own meanwhile.
window.addEventListener('focus', () => void look());
// The mini-app speaks through the bridge that the LINE app would give it.
window.addEventListener('message', (event: MessageEvent) => {
  const words = (event.data as { liff?: unknown[] } | null)?.liff;
  if (Array.isArray(words) && words.includes('closeWindow')) phone.closeApp();
});
new BroadcastChannel('studio').addEventListener('message', (event: MessageEvent) => {
  if (event.data === 'add-friend') void phone.befriend();
});
