/** A search waits this long for the next letter: no longer than a hand takes, so that what is found comes at once. */
export const TYPING = 120;
