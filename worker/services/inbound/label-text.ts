/** What an inbound text seems to be about. */
export type InboundLabel = 'urgent' | 'cancel' | 'callback' | 'thanks' | 'ordinary';

/** RX: the labels of a text that came in. */
export function labelsOf(_text: string): InboundLabel[] {
  return [];
}
